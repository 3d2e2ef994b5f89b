"""Messages as people send them, and foreign words in them: what keystroke repair must not touch."""

from __future__ import annotations

__all__ = ["FOLDED_SENTENCES", "FOREIGN_WORDS", "TONED_SENTENCES"]

FOLDED_SENTENCES = """
toi quen mat khau zalo thi lam sao
cai dat vneid tren dien thoai samsung
lam the nao de chuyen tien qua ngan hang
dt cua bac bi treo khong tat duoc
ma otp khong ve may
dang ky tai khoan dinh danh muc 2 o dau
nop ho so truc tuyen co mat phi khong
co nguoi goi bao la cong an yeu cau chuyen tien
lam sao biet tin nhan nay la lua dao
muon doi bang lai xe online thi can giay to gi
xem so bao hiem y te o dau
tra cuu luong huu tren vssid
dat lich kham benh vien huyen
goi video cho con o nuoc ngoai
chup man hinh iphone nhu the nao
chu nho qua khong doc duoc
phong to chu tren man hinh
tat thong bao facebook
chan nguoi la nhan tin
xoa anh cu de may nhe hon
ket noi wifi nha hang xom
mang 4G yeu qua
nap the dien thoai viettel
kiem tra so du tai khoan
the atm bi nuot o cay rut tien
quet ma qr de tra tien
hoa don tien dien thang nay bao nhieu
dang xuat khoi may khac
bi hack facebook thi lam gi
doi mat khau gmail
tai ung dung ve may
khong tim thay ch play
may bao day bo nho
cap nhat ung dung bi loi
gui anh qua zalo bi mo
tao nhom zalo cho xom
ghim tin nhan quan trong
chuyen nham tien cho nguoi khac
kich hoat dinh danh dien tu
khai bao tam tru cho khach
lam giay khai sinh cho chau qua mang
dang ky ket hon can nhung gi
nop thue dat online
xin cap lai can cuoc bi mat
tra cuu quy hoach dat o xa
dang ky thi bang a1
ban ao dai va nong san tren mang
livestream ban hang the nao
tim duong den benh vien tinh
dat xe om cong nghe
nghe dai tren dien thoai
xem du bao thoi tiet ngay mai
dat bao thuc luc 5 gio
noi de may tu viet chu
doc to tin nhan len cho toi nghe
ko vao dc zalo sua giup e voi
sao k thay ai tra loi het vay
bac 70 tuoi hoc co kip khong
cam on chau nhieu nhe
thoi de mai hoi lai
""".strip().splitlines()

TONED_SENTENCES = """
Tôi quên mật khẩu Zalo thì phải làm sao bây giờ
Cài đặt VNeID trên điện thoại Samsung như thế nào
Có người gọi báo là công an, yêu cầu chuyển tiền ngay
Mã OTP không về máy thì hỏi ai
Cháu chỉ bác cách nộp hồ sơ trực tuyến với
Chữ nhỏ quá không đọc được, làm sao cho to lên
Đăng ký tài khoản định danh mức hai ở đâu
Bà muốn gọi video cho con ở nước ngoài
Thẻ bị nuốt ở cây rút tiền thì lấy lại bằng cách nào
Họ bảo tôi trúng thưởng và gửi cho đường dẫn lạ
Xem sổ bảo hiểm y tế trong ứng dụng ở chỗ nào
Điện thoại báo đầy bộ nhớ, phải xóa những gì
Cán bộ xã hướng dẫn tôi kích hoạt nhưng vẫn bị lỗi
Đổi giấy phép lái xe hết bao nhiêu tiền
Chuyển nhầm tiền cho người khác có đòi lại được không
Vâng ạ, em cảm ơn anh chị rất nhiều
""".strip().splitlines()

_FOREIGN_WORDS = """
facebook wifi app google zalo internet otp password address samsung vneid iphone windows office telegram link xx
youtube tiktok messenger instagram gmail email chrome android ios oppo xiaomi vivo realme huawei apple microsoft
word excel powerpoint zoom teams viber whatsapp shopee lazada tiki grab momo zalopay vnpay napas viettel mobifone
vinaphone vietcombank techcombank agribank bidv sacombank tpbank vssid etax bluetooth sim esim usb qr nfc sms pin
atm pdf play store maps camera video photo livestream online offline hotline website web link click tab menu file
folder download upload update reset test list post chat chats box inbox admin code clip voice account login logout
user game tivi laptop ipad macbook router modem smart phone card visa taxi bus gas sofa sos robot chatgpt gemini
siri kiki bitcoin token forex casino deepfake spam scam hacker virus trojan ok oke hello thanks sorry free sale
4G 5G 3G b2 A1 B2 a4 cccd bhyt bhxh cmnd 2fa k12 mp3 covid19 win10 office365 0912345678 100k 5tr
"""
FOREIGN_WORDS = _FOREIGN_WORDS.split()
