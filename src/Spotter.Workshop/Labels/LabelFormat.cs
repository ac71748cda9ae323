namespace Spotter.Workshop.Labels;

/// <summary>A format of labels.</summary>
public enum LabelFormat
{
    /// <summary>COCO's object detection JSON: one file with images, annotations and categories.</summary>
    Coco,

    /// <summary>
    /// YOLO's text: a file a picture, a line <c>class cx cy w h</c> a box, as parts of the picture's size.
    /// </summary>
    Yolo,

    /// <summary>Pascal VOC's XML: a file a picture; pixels count from 1 and maxima are inclusive.</summary>
    Voc,

    /// <summary>OpenCV's info.dat: a line <c>picture count x y w h ...</c> a picture.</summary>
    OpenCv,
}
