"""Pictures are known by what they are, painted anew, and never more than the server can take."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pages import uploads

PLACE = "28.123456"


def picture(form: str = "JPEG", size: tuple[int, int] = (900, 1200), mode: str = "RGB", **saved) -> bytes:
    made = io.BytesIO()
    Image.effect_noise(size, 40).convert(mode).save(made, form, **saved)
    return made.getvalue()


def sent(content: bytes, name: str = "IMG_001.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def taken(content: bytes) -> Image.Image:
    made = uploads.jpeg(sent(content))
    return Image.open(io.BytesIO(made))


def png_of(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def exif(text: str = PLACE, orientation: int = 1) -> bytes:
    exif_data = Image.Exif()
    exif_data[0x010E], exif_data[0x0110], exif_data[0x0112] = text, "Phone of 王测试", orientation
    exif_data.get_ifd(0x8825)[2] = (28.0, 7.0, 24.44)
    return exif_data.tobytes()


def film(form: str, *mode: str) -> bytes:
    return picture(
        form, (400, 400), *mode, append_images=[Image.new("RGB", (400, 400), "red")], save_all=True
    )


# Painted when a test asks for them: together they take longer than collecting every other file of tests.
REFUSED: dict[str, Callable[[], bytes]] = {
    "an SVG": lambda: (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>'
    ),
    "HTML that is called a JPEG": lambda: b"<html><script>alert(1)</script></html>",
    "a PDF": lambda: b"%PDF-1.7\n1 0 obj",
    "nothing but a beginning": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a JPEG that breaks off": lambda: picture()[:20_000],
    "a PNG that breaks off": lambda: picture("PNG")[:20_000],
    "one pixel": lambda: picture("PNG", (1, 1)),
    "a strip": lambda: picture("PNG", (2_000, 20)),
    "a bomb of 10,000 million pixels": lambda: png_of(100_000, 100_000),
    "a bomb of 41 million pixels": lambda: png_of(6_404, 6_404),
    "a moving GIF": lambda: film("GIF", "P"),
    "a moving PNG": lambda: film("PNG"),
    "a moving WebP": lambda: film("WEBP"),
    "a TIFF": lambda: picture("TIFF", (400, 400)),
    "a BMP": lambda: picture("BMP", (400, 400)),
    "a zip": lambda: b"PK\x03\x04" + b"\0" * 200,
    "more than 8 MB": lambda: picture() + b"\0" * uploads.LARGEST,
    "zeros": lambda: b"\0" * 5_000,
}


@pytest.mark.asvs("5.2.2", "5.2.6", "5.2.1", "1.3.4")
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_photograph_is_refused(kind):
    with pytest.raises(ValidationError):
        uploads.jpeg(sent(REFUSED[kind]()))


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"),
     ("PNG", "LA"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_every_kind_of_photograph_becomes_a_plain_jpeg(form, mode):
    made = taken(picture(form, mode=mode))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (900, 1200))


@pytest.mark.asvs("14.2.8")
def test_place_time_and_device_are_gone():
    content = picture(exif=exif(), comment=b"comment of the phone", icc_profile=b"profile" * 50)
    made = uploads.jpeg(sent(content))
    assert PLACE.encode() in content
    for word in (PLACE, "王测试", "comment of", "profile"):
        assert word.encode() not in made
    assert (
        not Image.open(io.BytesIO(made)).getexif() and "icc_profile" not in Image.open(io.BytesIO(made)).info
    )


def test_what_stands_in_the_exif_turns_the_picture_before_it_goes():
    assert taken(picture(exif=exif(orientation=6))).size == (1200, 900)


@pytest.mark.parametrize(
    "exif_data", [exif("x" * 60_000), b"Exif\0\0" + b"\xff" * 5_000, b"Exif\0\0II*\0" + b"\xff" * 400]
)
def test_huge_or_broken_exif_does_no_harm(exif_data):
    assert taken(picture(exif=exif_data)).size == (900, 1200)


@pytest.mark.asvs("5.3.1", "3.2.1")
def test_a_file_that_is_two_things_at_once_comes_out_as_one():
    both = picture(comment=b"<script>alert(1)</script>") + b"<html><script>alert(2)</script></html>PK\x03\x04"
    made = uploads.jpeg(sent(both))
    assert b"script" not in made and b"PK\x03\x04" not in made and taken(both).format == "JPEG"


def test_a_large_photograph_becomes_small():
    made = uploads.jpeg(sent(picture(size=(4_000, 3_000), quality=60)))
    assert Image.open(io.BytesIO(made)).size == (2_400, 1_800)


def test_transparent_paper_is_white():
    made = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(made, "PNG")
    assert taken(made.getvalue()).getpixel((200, 200)) == (255, 255, 255)
