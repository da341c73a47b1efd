"""Formats that augcli does not read: their endings, their first bytes, and the way out."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from augcli.errors import SourceProblem

_CONVERT = "convert to JPEG or PNG first"


class UnreadFormat(NamedTuple):
    """A format that holds pictures and isn't read.

    ``endings`` is a list with spaces, ``start`` a pattern of the first bytes; either may be empty.
    ``way_out`` says what to do, and fits one file and many.
    """

    name: str
    endings: str
    start: bytes = b""
    way_out: str = _CONVERT


HEIC = UnreadFormat("HEIC", "heic heif hif heics heifs", way_out="pip install 'augcli[heif]'")
AVIF = UnreadFormat("AVIF", "avif avifs", way_out="pip install --upgrade pillow")
"""These two are read where the libraries for them are installed: see :mod:`.isobmff`."""

TIFF_LIKE = UnreadFormat("TIFF-like", "", way_out="add .tif to the name if it is a TIFF")
"""A file that begins as a TIFF and has another ending. Many raw camera files are such."""

_RAW = (
    "3fr arw bay cr2 cr3 crw dcr dng erf fff gpr iiq k25 kdc mdc mef mos mrw nef nrw orf pef ptx "
    "raf raw rw2 rwl sr2 srf srw x3f"
)
_SLIDES = "bif czi dm3 dm4 ims lif lsm mrc mrxs ndpi nd2 oib oif scn stk svs vsi zvi"
_VIDEO = "3gp asf avi flv m2ts m4v mkv mov mp4 mpeg mpg mts ogv webm wmv"
_VIDEO_START = rb"....ftyp(?!avi[fs]|mif1|msf1|he)|\x1aE\xdf\xa3|RIFF....AVI |FLV\x01|\0\0\x01\xba"

UNREAD = (
    HEIC,
    AVIF,
    TIFF_LIKE,
    UnreadFormat(
        "camera raw",
        _RAW,
        rb"(II\*\0|MM\0\*).{4}CR|....ftypcrx |FUJIFILMCCD-RAW|IIU\0|IIRO|FOVb",
        "export as JPEG or TIFF first",
    ),
    UnreadFormat("DICOM", "dcm dicom", rb".{128}DICM", "export as 16-bit PNG or TIFF first"),
    UnreadFormat("NIfTI", "nii nii.gz", rb"\x5c\x01\0\0.{340}n[i+]1\0", "export the slices first"),
    UnreadFormat("volume", "mha mhd mgz mnc nhdr nrrd", rb"NRRD000", "export the slices first"),
    UnreadFormat("slide or microscope", _SLIDES, way_out="export regions as TIFF first"),
    UnreadFormat("JPEG 2000", "j2c j2k jp2 jpc jpf jpm jpx", rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"),
    UnreadFormat("JPEG XL", "jxl", rb"\0\0\0\x0cJXL "),
    UnreadFormat("JPEG XR", "hdp jxr wdp", rb"II\xbc"),
    UnreadFormat("JPEG-LS", "jls"),
    UnreadFormat("PSD", "psb psd", rb"8BPS"),
    UnreadFormat("XCF", "xcf", rb"gimp xcf"),
    UnreadFormat("Krita", "kra"),
    UnreadFormat("SVG", "svg svgz", rb"\s*(<\?xml.{,400}?)?<(svg|!DOCTYPE svg)"),
    UnreadFormat("PDF", "pdf", rb"%PDF"),
    UnreadFormat("EPS or PostScript", "eps epsf ps", rb"%!PS|\xc5\xd0\xd3\xc6"),
    UnreadFormat("EMF or WMF", "emf wmf", rb"\xd7\xcd\xc6\x9a|\x01\0\0\0.{36} EMF"),
    UnreadFormat("DjVu", "djv djvu", rb"AT&TFORM"),
    UnreadFormat("OpenEXR", "exr", rb"v/1\x01"),
    UnreadFormat("Radiance HDR", "hdr rgbe", rb"#\?R(ADIANCE|GBE)"),
    UnreadFormat("PFM", "pfm", rb"P[Ff]\s"),
    UnreadFormat("PAM", "pam", rb"P7\s"),
    UnreadFormat("TGA", "icb tga vda vst"),
    UnreadFormat("ICO", "cur ico", rb"\0\0[\1\2]\0[^\0]\0"),
    UnreadFormat("ICNS", "icns", rb"icns"),
    UnreadFormat("DDS", "dds", rb"DDS "),
    UnreadFormat("PCX", "dcx pcx", rb"\x0a[\0\2\3\4\5]\x01[\1\2\4\x08]"),
    UnreadFormat("SGI", "bw rgb rgba sgi", rb"\x01\xda[\0\1][\1\2]\0[\1\2\3]"),
    UnreadFormat("Sun raster", "ras", rb"\x59\xa6\x6a\x95"),
    UnreadFormat("XBM or XPM", "xbm xpm", rb"/\* XPM \*/"),
    UnreadFormat("Photo CD", "pcd"),
    UnreadFormat("PICT", "pct pict"),
    UnreadFormat("Paint Shop Pro", "psp pspimage", rb"Paint Shop Pro Image"),
    UnreadFormat("drawing", "ai cdr"),
    UnreadFormat("FLIC", "flc fli"),
    UnreadFormat("MNG or JNG", "jng mng", rb"\x8aMNG|\x8bJNG"),
    UnreadFormat("WBMP", "wbmp"),
    UnreadFormat("DPX or Cineon", "cin dpx", rb"SDPX|XPDS|\x80\x2a\x5f\xd7"),
    UnreadFormat("texture", "astc basis ktx ktx2 pvr vtf", rb"\xabKTX |VTF\0"),
    UnreadFormat("ECW or MrSID", "ecw sid", rb"msid"),
    UnreadFormat("FLIF", "flif", rb"FLIF"),
    UnreadFormat("QOI", "qoi", rb"qoif"),
    UnreadFormat("BPG", "bpg", rb"BPG\xfb"),
    UnreadFormat("FITS", "fit fits fts", rb"SIMPLE  ="),
    UnreadFormat("video", _VIDEO, _VIDEO_START, "extract the frames as JPEG or PNG first"),
    UnreadFormat("NumPy", "npy npz", rb"\x93NUMPY", "save the arrays as PNG or TIFF first"),
    UnreadFormat("HDF5", "h5 hdf hdf5 he5", rb"\x89HDF\r\n", "save the images as files first"),
    UnreadFormat("MATLAB", "mat", rb"MATLAB [57]", "save the arrays as PNG or TIFF first"),
    UnreadFormat("TFRecord", "tfrec tfrecord tfrecords", b"", "save the images as files first"),
    UnreadFormat("Parquet", "parquet", rb"PAR1", "save the images as files first"),
    UnreadFormat("Arrow", "arrow feather", rb"ARROW1", "save the images as files first"),
    UnreadFormat("IDX", "idx3-ubyte", rb"\0\0\x08\x03", "save the images as files first"),
    UnreadFormat("LMDB", "lmdb mdb", b"", "save the images as files first"),
)
_BY_NAME = {one.name: one for one in UNREAD}
_BY_ENDING = {ending: one for one in UNREAD for ending in one.endings.split()}


def not_read(found: UnreadFormat) -> SourceProblem:
    """Return the problem of a file of such a format."""
    text = f"is {found.name}, which is not read: {found.way_out}"
    return SourceProblem("refused", "format", text, found.name)


def by_name(name: str) -> UnreadFormat:
    """Return the format of a name."""
    return _BY_NAME[name]


def by_ending(file: str) -> UnreadFormat | None:
    """Return the format that the ending of a file name tells, None if it tells none of these."""
    lower = file.lower()
    if lower.endswith(".nii.gz"):
        return _BY_ENDING["nii.gz"]
    _, dot, ending = lower.rpartition(".")
    return _BY_ENDING.get(ending) if dot else None


def by_content(head: bytes) -> UnreadFormat | None:
    """Return the format that the first 512 bytes of a file tell, None if they tell none."""
    found = _starts().match(head)
    return UNREAD[int(found.lastgroup[1:])] if found and found.lastgroup else None


@cache
def _starts() -> re.Pattern[bytes]:
    parts = [b"(?P<f%d>%s)" % (number, one.start) for number, one in enumerate(UNREAD) if one.start]
    return re.compile(b"|".join(parts), re.DOTALL)
