namespace Spotter.Searching;

/// <summary>A file format for what was found.</summary>
public enum ResultFormat
{
    /// <summary><c>detections.csv</c>: a row a detection.</summary>
    Csv,

    /// <summary><c>coco.json</c>: COCO's object detection JSON.</summary>
    Coco,

    /// <summary><c>labels/*.txt</c> and <c>classes.txt</c>: YOLO's text labels.</summary>
    Yolo,

    /// <summary><c>annotations/*.xml</c>: Pascal VOC's XML.</summary>
    Voc,

    /// <summary>Of videos: <c>NAME.txt</c>, tracks in MOTChallenge's format.</summary>
    Mot,
}
