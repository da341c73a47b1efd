"""What people call things elsewhere, and what augcli calls them or says about them.

Words are without dashes, capitals and a leading ``random``, as ``bare`` and ``find_meaning`` make
them. To teach augcli a word, add it to a row.
"""

from __future__ import annotations

from augcli.catalogue.words import bare

# Flags, and the words for what they do: of Keras, torchvision, Albumentations, imgaug and people.
FLAGS = {
    "--rotation": "rotationrange rotate rot angle degrees turn spin saferotate",
    "--width-shift": "widthshiftrange shift translate translation hshift shiftx dx movex",
    "--height-shift": "heightshiftrange vshift shifty dy movey",
    "--shear": "shearrange slant skew shearx sheary",
    "--zoom": "zoomrange scale scaling randomscale magnify zoomin zoomout",
    "--horizontal-flip": "flip fliph fliplr mirror flipleftright lr flips leftrightflip flipx",
    "--vertical-flip": "flipv flipud upsidedown flipupdown updown flipy",
    "--rot90": "rotate90 rot270 rot180 rotate180 quarterturns d4",
    "--brightness": "brightnessrange bright lightness exposure brightnesscontrast light",
    "--contrast": "contrastrange randomcontrast",
    "--channel-shift": "channelshiftrange rgbshift colourshift colorshift add",
    "--saturation": "saturationrange sat color colour adjustsaturation",
    "--hue": "huesaturation huesaturationvalue hsv huerange adjusthue",
    "--gamma": "gammacorrection adjustgamma randomgamma tonecurve",
    "--grayscale": "gray grey greyscale togray tograyscale bw blackandwhite monochrome colormode",
    "--sepia": "tosepia",
    "--invert": "invertimg negative inverse",
    "--equalize": "histogram equalise histogramequalization",
    "--crop": "resizedcrop randomresizedcrop croprange croppad randomcrop randomsizedcrop",
    "--perspective": "warp homography fourpoint",
    "--elastic": "elastictransform elasticdeformation deform",
    "--barrel": "opticaldistortion lens lensdistortion fisheye",
    "--gaussian-blur": "blur blurring smooth gaussian gaussblur advancedblur",
    "--motion-blur": "motion",
    "--median-blur": "median",
    "--sharpness": "sharpen sharp adjustsharpness",
    "--gaussian-noise": "noise gaussnoise additivegaussiannoise noisy multiplicativenoise",
    "--salt-and-pepper": "saltpepper impulsenoise saltandpeppernoise",
    "--iso-noise": "isonoise sensornoise",
    "--jpeg-compression": "imagecompression jpegquality artifacts artefacts",
    "--class": "classes classname classnames only onlyclass",
    "--exclude": "skip ignore without",
    "--balance": "balanced oversample undersample upsample classweights weights",
    "--target-per-class": "perclass targetcount minperclass imagesperclass",
    "--total": "totalimages nimages",
    "--split val=0.2": "validationsplit val validation splits subset testsize trainsplit trainsize "
    "holdout valsplit testsplit valsize",
    "--group-by": "group patient groupkfold",
    "--folds": "kfold kfolds fold crossvalidation cv",
    "--mask-name": "masktemplate masknames maskpattern masksuffix maskformat",
    "--mask-fill": "void ignoreindex ignorelabel voidlabel voidvalue maskvalue maskvoid",
    "--cutout": "coarsedropout dropout holes",
    "--random-erasing": "erase erasing",
    "--white-balance": "whitebalance wb awb planckianjitter",
    "--levels": "tonecurves",
    "--fill-mode": "bordermode padding paddingmode padmode fill border edge",
    "--fill-value": "cval bordervalue fillcolor fillcolour background bg bgcolor padvalue",
    "--interpolation": "interp resample resampling",
    "--chance": "p prob probability probabilities chances apply applyprob",
    "--seed": "randomseed randomstate rng manualseed",
    "--copies": "n num count number times samples amount howmany multiply augmentations copy "
    "factor naug numaug perimage repeat repeats numimages numcopies",
    "--labels": "label csv labelsfile labelscsv labelfile dataframe df categories",
    "--groups": "groupsfile groupscsv patients",
    "--size": "resize targetsize imagesize imgsize imgsz inputshape inputsize outputsize "
    "dimensions resolution width height maxsize longestmaxsize smallestmaxsize centercrop scaleto",
    "--fit": "keepaspectratio croptoaspectratio aspect pad letterbox stretch padifneeded",
    "--format": "saveformat ext extension outputformat filetype imgformat imageformat type",
    "--quality": "jpgquality savequality",
    "--workers": "threads jobs j numworkers cpus cores processes parallel nproc w njobs",
    "--overwrite": "force f clobber replace y yes clean rm fresh",
    "--quiet": "silent s noprogress nobar quietly",
    "--verbose": "debug loud progress vv",
    "--dry-run": "dryrun simulate plan check whatif test noop",
    "--originals": "original keeporiginals includeoriginals keeporiginal withoriginals keep "
    "copyoriginals includeoriginal saveoriginals",
    "--with-original": "showoriginal",
    "--follow-links": "symlinks followsymlinks links followlinks",
    "--output": "outfile out saveto outputfile save",
    "--grid": "columns cols rows images numcols nrows ncols layout",
    "--show": "open display view",
    "--html": "web webpage page",
    "--config": "pipeline yaml toml json configfile settings cfg file",
    "--preset": "profile style default mild",
    "--policy": "autoaugment randaug augment autoaug trivialaugmentwide",
    "--mixup": "mix blend",
    "--mosaic": "tile collage",
    "--mask": "masks segmentation",
    "--flat": "noclasses unlabeled unlabelled nolabels singlefolder",
    "--profile": "timing time benchmark",
    "--strict": "failfast stoponerror",
    "--json": "asjson machine",
    "--to": "library target framework",
    "--brightness, --contrast, --saturation and --hue": "colorjitter colourjitter jitter "
    "hsvjitter photometricdistort",
    "--rotation, --width-shift, --height-shift, --shear and --zoom": "affine shiftscalerotate "
    "affinetransform ssr geometric",
    "--policy randaugment": "randaugment",
    "--policy trivialaugment": "trivialaugment",
    "--policy augmix": "augmix",
}

_MODEL = "levels stay 0 to 255 in files: normalize in the model, or where it loads its pictures"
_NO_BATCHES = "augcli writes files, not batches: your loader makes batches and shuffles"
PATHS = "folders have no flags: augcli expand DATA OUT, or augcli preview IMAGE"

# What can't be a flag, or isn't built, and what is possible today.
ANSWERS = {
    _MODEL: "rescale normalize normalise normalization standardize samplewisecenter "
    "samplewisestdnormalization featurewisecenter featurewisestdnormalization zcawhitening "
    "zcaepsilon mean std whitening totensor tensor dtype",
    _NO_BATCHES: "batchsize batch shuffle epochs stepsperepoch dataformat classmode onthefly",
    PATHS: "savetodir input i in inputdir data dataset datadir directory dir outputdir outdir "
    "source src "
    "dest destination folder path image imagedir traindir d",
    "augcli moves masks (augcli replay --mask), but no boxes and no points; --labels takes classes "
    "from a table": "annotations bboxes boxes bbox keypoints points coco yolo voc",
    "--quality is how JPEG files are stored, as in --quality 60; --jpeg-compression 30,90 is an "
    "augmentation": "jpeg compression",
    "augcli runs no code of yours: change the copies afterwards, or augment in your loader; "
    "augcli export prints code for it": "preprocessingfunction function lambda custom script py",
    "augcli has no GPU mode: it uses all cores, see --workers": "gpu cuda device",
    "type: augcli --version": "version",
    "type: augcli transforms": "list transforms listtransforms",
    "names are made from those of the sources: hat/a.jpg becomes hat/a_aug001.jpg": "prefix suffix "
    "saveprefix nametemplate rename pattern filename",
    "a folder is read with all that is below it": "recursive r recurse",
    "a run continues where it stopped: type the same command again": "resume continue restart",
}

COMMANDS = {
    "expand": "augment aug augmentation generate run make create start process enlarge multiply "
    "apply build batch go extend grow",
    "preview": "show view plot display see visualize visualise look figure image demo try sample "
    "open draw render",
    "transforms": "list ls flags options augmentations ops operations describe transform info",
    "inspect": "stats statistics report analyze analyse explore eda summary summarize count audit",
    "split": "splits divide partition trainvaltest traintestsplit folds kfold",
    "merge": "join combine unite union concat gather collect",
    "verify": "check validate test fsck compare",
    "replay": "redo restore remake repeat reproduce regenerate masks mask",
    "config": "init settings pipeline preset presets schema configure save",
    "export": "code convert to python torchvision albumentations",
    "import": "keras read load from translate",
    "completion": "complete completions autocomplete shell install",
    "help": "man usage commands docs",
}


def find_flags(typed: str) -> str:
    """Return the flags that do what a word means, or ""."""
    return _look_up(typed, FLAGS)


def find_answer(typed: str) -> str:
    """Return what there is to say about a word that no flag stands for, or ""."""
    return _look_up(typed, ANSWERS)


def find_command(typed: str) -> str:
    """Return the command that does what a word means, or ""."""
    return _look_up(typed, COMMANDS)


def _look_up(typed: str, rows: dict[str, str]) -> str:
    letters = bare(typed)
    for word in (letters, letters.removeprefix("random").removesuffix("range")):
        for found, words in rows.items():
            if word and word in words.split():
                return found
    return ""
