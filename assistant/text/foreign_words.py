"""Words which could be raw Telex or VNI, but are something else: English, brands, chat shorthand, numbered things.

Both lists of words are those among the commonest English words, the names of apps and banks, and the shorthand of
Vietnamese chats which spell a well-formed syllable when their letters are read as Telex keys ("momo" would be "môm",
"maps" "máp"). A word that spells none needs no place here.
"""

from __future__ import annotations

__all__ = ["DOUBTFUL", "ENGLISH_MARKERS", "KEPT", "NUMBERED"]

_KEPT = """
air arm asap auf ax bar bees beets beset best bets bias bits boats boo boom booms boon boost boots bore born
bosom bots bow bows box burn bury bus busy buys chair charm chats chee cheer chest chips choir choj choo chose
chosen chow coast coats cons cops core corn cost cows cox cuts dana das dawn days deem deems deen deer def
dems dense didn docs dodo does doesn dojo donor doom door dose dots down downs dust es esc ex exe gangs gaps
gas gays goats goes goof goon goons gore gown gowns guns guts guys hangar hangs hans harm her here hero
hips his hix honor hoops horn hose host how if imf inf ins ips is isp ix keen keeps kits laos laps last laura
lawns lays lees lens lets liar lips list loaf loans loom looms loon loops los lose lost lots low lows lungs
lust macs mama manga mans maps maya meets meme memes mere mes mins mist mix momo moms mono moons more moron
most must naan napas nest nets nor norm nose now nw of oj oof oops ops or os owns ox oxi pair past pasta pawn
pawns pays pee peeps peer pens per pets pharma photos pieces pins pits poems poets poof poor pops porn porno
pos pose post pots pows puree puts queens queer queue raj rams rats rays reef rees ref reps reset rest roar
roast roj roms roof room rooms roos rosa rose row rows runs says see seem seems seen seer sees sense sims sins
sir sits sofa sons soon sore sos sox sums sworn tax taxi teens tens tense term test thats thee themes
those tips tits toast toes tons tops tore torn town towns trans traps tree trees trips trojan troops trust
turn uj us usa vans vary vast veer vest vips visa voj vows wa war was wax wi won worm worn wrong ws xix
"""
KEPT = frozenset(_KEPT.split())
"""Never read as Telex: what they would say is rarer in Vietnamese than they are themselves."""

_DOUBTFUL = """
aj ana ar as barn bats bee beef been beer boos caf cans caps car cas cast cats chaos chef conf coon cow cups
dad ddos dee deed deeds defend did gif goj hair has hats hits hof hoj hows its lawn lee mas max moj moon moor noj
noon nuts own queen quest rex roots rust sets sex six songs sw tee teen tees theme there these this thoj thor
thus toj too toon tow w wong wu
"""
DOUBTFUL = frozenset(_DOUBTFUL.split())
"""English words and shorthand that say something common in Telex ("max": mã, "toj": tọ): read so in clear company."""

_ENGLISH_MARKERS = """
am and are been does for from good how is me my new not of our please the these they this those was what when
where which who will with you your
"""
ENGLISH_MARKERS = frozenset(_ENGLISH_MARKERS.split())
"""Words that show an English sentence. Not "to", "in", "on", "at": those are also syllables without their marks."""

_NUMBERED = """
anh bai ban bang bo buoc cach cap cau chi cho chuong con cua dieu dong em giai hang hinh khoa khoan khu ky lan lop
loai ma may muc ngay nha nhom phan phong phu quan quy quyen sim so tang tap tau the thang thu thung tiet to toa
trang truong tuan tuyen vong xe xom
"""
NUMBERED = frozenset(_NUMBERED.split())
"""What people number without a blank ("quan1" for "quận 1", "thu7", "sim2"): a last digit there may be no VNI key."""
