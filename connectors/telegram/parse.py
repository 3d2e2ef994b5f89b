"""From Telegram's updates to the one message type."""

from __future__ import annotations

from telegram import CallbackQuery, ChatMember, Message, Update

from connectors.base.message import Control, Inbound, Kind

__all__ = ["ALLOWED_UPDATES", "parse"]

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
_HELP = "/ask_capability"
_GONE = (ChatMember.BANNED, ChatMember.LEFT)


def parse(update: Update) -> Inbound | None:
    """The message of an update, or None for what is of no interest: groups, bots, edits, service messages."""
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.message is not None:
        return _message(update.update_id, update.message)
    member = update.my_chat_member
    if member is not None and member.chat.type == "private" and member.new_chat_member.status in _GONE:
        return Inbound(str(update.update_id), str(member.chat.id), Kind.UNFOLLOW, update.update_id)
    return None


def _tap(number: int, query: CallbackQuery) -> Inbound | None:
    if query.message is not None and query.message.chat.type != "private":
        return None
    # The message may be too old to be shown to the bot; a private chat has the id of its person.
    chat = query.message.chat.id if query.message is not None else query.from_user.id
    control = Control(callback=query.id)
    return Inbound(str(number), str(chat), Kind.TAP, number, text=query.data or "", control=control)


def _message(number: int, message: Message) -> Inbound | None:
    if message.chat.type != "private" or (message.from_user is not None and message.from_user.is_bot):
        return None
    kind, text, media = _content(message)
    if kind is None:
        return None
    return Inbound(str(number), str(message.chat.id), kind, number, text=text, media=media, control=Control())


def _content(message: Message) -> tuple[Kind | None, str, str | None]:
    if message.text is not None:
        command = message.text.split(maxsplit=1)[0] if message.text.strip() else ""
        if command == "/start":
            return Kind.FOLLOW, "", None
        return (Kind.TAP, _HELP, None) if command == "/help" else (Kind.TEXT, message.text, None)
    caption = message.caption or ""
    if message.photo:
        return Kind.IMAGE, caption, message.photo[-1].file_id
    if message.voice is not None or message.audio is not None:
        sound = message.voice or message.audio
        return Kind.VOICE, caption, sound.file_id if sound else None
    if message.sticker is not None:
        return Kind.STICKER, "", None
    if message.location is not None or message.venue is not None:
        return Kind.LOCATION, "", None
    if message.effective_attachment is not None:
        return Kind.UNSUPPORTED, caption, None
    return None, "", None  # a service message: a title changed, a message pinned
