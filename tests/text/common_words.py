"""The commonest Vietnamese syllables, those of digital life first: what any text function must get right."""

from __future__ import annotations

__all__ = ["COMMON_WORDS"]

_WORDS = """
cài đặt ứng dụng điện thoại máy tính mật khẩu tài khoản đăng nhập ký xuất quên mã xác nhận thực minh gửi nhắn tin
số tiền chuyển nạp rút thanh toán ngân hàng thẻ ví hóa đơn nước mạng kết nối lỗi báo màn hình bàn phím chữ to nhỏ
sáng tối âm lượng ảnh chụp quay xem nghe gọi danh bạ nhóm bạn bè trang lừa đảo giả mạo cảnh công an giấy tờ căn cước
bảo hiểm y tế xã hội khai sinh hồ sơ nộp thuế phường tỉnh huyện cán bộ dịch vụ trực tuyến thủ tục đổi bằng lái xe
mở tắt bật khóa xóa lưu tải về lên xuống trái phải giữa trên dưới trong ngoài nút bấm nhấn chạm giữ kéo thả vuốt
được không có phải là của và với cho để từ đến tới khi nào lúc bao nhiêu thế sao vì tại nên nếu thì mà nhưng cũng
đã đang sẽ vẫn còn chưa rồi nữa lại rất quá lắm hơn nhất cả mọi mỗi từng những các một hai ba bốn năm sáu bảy tám
chín mười trăm nghìn triệu tỷ ngày tháng giờ phút tuần hôm nay mai qua sớm muộn trước sau đầu cuối mới cũ lâu
tôi mình cháu bác cô chú ông bà anh chị em con nó họ người ta ai gì đâu này kia ấy đó đây vậy ạ dạ vâng ừ nhé
làm ăn uống ngủ đi đứng ngồi nói hỏi trả lời biết hiểu nhớ nghĩ học dạy đọc viết chỉ giúp đỡ cần muốn thích sợ
tốt xấu đúng sai nhanh chậm dễ khó đẹp rẻ đắt mua bán hàng quán chợ trường lớp bệnh viện thuốc khám nhà cửa
ruộng vườn lúa lợn gà nương rẫy thôn bản khuyết tật tuổi già trẻ khỏe yếu mắt tay chân đau ốm hưởng trợ cấp lương
hưu quyền lợi nghĩa thuở nguyễn huỳnh thúy hòa giếng quyển hoặc thường chương trình khuyến mãi thưởng phạt nguội
"""
COMMON_WORDS = sorted(set(_WORDS.split()))
