"""One message to Telegram, and what its answer means."""

from __future__ import annotations

from datetime import timedelta

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from connectors.base.delivery import Delivery, ErrorTable, Then
from connectors.base.message import Outgoing

__all__ = ["send"]

_VOICE = (".ogg", ".oga", ".opus")


async def send(bot: Bot, chat: int, message: Outgoing, errors: ErrorTable, *, upload: bytes | None = None) -> Delivery:
    """Hand the message over. An image that Telegram cannot fetch or does not take is left out, its text is sent.

    Args:
        upload: the content of the image, where Telegram does not fetch it.
    """
    try:
        sent = await _send(bot, chat, message, upload)
    except ChatMigrated as error:
        return Delivery(Then.MOVED, "ChatMigrated", after=0, address=str(error.new_chat_id))
    except BadRequest as error:
        if message.image is None and message.audio is None:
            return Delivery(errors.then("BadRequest"), _code(error))
        if message.text:
            return await send(bot, chat, Outgoing(message.text, message.buttons), errors)
        return Delivery(Then.GIVE_UP, "media")
    except RetryAfter as error:
        wait = error.retry_after
        return Delivery(
            Then.WAIT, "RetryAfter", after=wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        )
    except TelegramError as error:
        # A network failure may have come after the message had arrived.
        certain = not isinstance(error, NetworkError)
        return Delivery(errors.then(type(error).__name__, Then.RETRY), type(error).__name__, certain=certain)
    return Delivery(Then.SENT, message=str(sent.message_id))


def _code(error: BadRequest) -> str:
    return "chat_not_found" if "chat not found" in error.message.lower() else "BadRequest"


async def _send(bot: Bot, chat: int, message: Outgoing, upload: bytes | None) -> Message:
    keyboard = None
    if message.buttons:
        # One a row: the titles are sentences, and old eyes read one line at a time.
        rows = [[InlineKeyboardButton(button.title, callback_data=button.data)] for button in message.buttons]
        keyboard = InlineKeyboardMarkup(rows)
    if message.image is not None:
        photo = message.image if upload is None else upload
        name = None if upload is None else message.image.rpartition("/")[2]
        return await bot.send_photo(chat, photo, filename=name, caption=message.text or None, reply_markup=keyboard)
    if message.audio is not None:
        if message.audio.lower().endswith(_VOICE):
            return await bot.send_voice(chat, message.audio, reply_markup=keyboard)
        return await bot.send_audio(chat, message.audio, reply_markup=keyboard)
    return await bot.send_message(chat, message.text, reply_markup=keyboard)
