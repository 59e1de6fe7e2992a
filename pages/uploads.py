"""Pictures as people send them: known by their content, painted anew, without what the camera wrote beside them.

None of the sent bytes are stored: a file that is a picture and something else at once comes out as a picture.
"""

import io
import warnings
from typing import Any

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MEGABYTE = 1_000_000
LARGEST = 8 * MEGABYTE  # of the file
MOST_AT_ONCE = 20 * MEGABYTE  # of a form with its files; more is not even read
MOST_PIXELS = 40_000_000  # asked of the header, before anything is unpacked
SHORTEST_SIDE = 300  # pixels; nobody reads a paper on less
LONGEST_SIDE = 2_400
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
MOVING = ("PNG", "WEBP")  # formats that hold films too; the second picture of a JPEG is a phone's preview


class BoundedUpload(MemoryFileUploadHandler):
    """Files stay in memory, never on the disk of the web server; a form that is too large is refused unread."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > MOST_AT_ONCE:
            raise RequestDataTooBig(f"A form of {content_length} bytes.")
        self.activated = True


def jpeg(file: Any) -> bytes:
    """The picture in ``file`` as a JPEG of ``LONGEST_SIDE`` pixels at most, without place, time and device.

    ValidationError for a file that is too large, no picture, or broken.
    """
    if file.size > LARGEST:
        raise ValidationError(_("The file is larger than %(n)s MB.") % {"n": LARGEST // MEGABYTE})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as picture:
                _check(picture)
                return _painted(picture)
    except ValidationError:
        raise
    except Exception as fault:  # whatever a broken file does to its reader
        raise ValidationError(
            _("This is no picture that can be read. Take the photograph again, as JPEG or PNG.")
        ) from fault


def _check(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise ValidationError(
            _("The picture has more than %(n)s million pixels. Take it with a lower resolution.")
            % {"n": MOST_PIXELS // 1_000_000}
        )
    if min(width, height) < SHORTEST_SIDE:
        raise ValidationError(_("The picture is too small to be read."))
    if picture.format in MOVING and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("This is a film. Take a photograph."))


def _painted(picture: Image.Image) -> bytes:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked no larger than it is needed
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    seen = upright.convert("RGBA") if "transparency" in upright.info or "A" in upright.mode else None
    paper.paste(upright.convert("RGB") if seen is None else seen, (0, 0), seen)
    made = io.BytesIO()
    paper.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
