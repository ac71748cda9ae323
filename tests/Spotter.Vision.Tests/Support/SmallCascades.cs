namespace Spotter.Vision.Tests.Support;

/// <summary>The smallest cascades in each format, to be broken in every way.</summary>
internal static class SmallCascades
{
    public const string Haar = """
        <?xml version="1.0"?>
        <opencv_storage>
        <cascade type_id="opencv-cascade-classifier">
          <stageType>BOOST</stageType>
          <featureType>HAAR</featureType>
          <height>24</height>
          <width>20</width>
          <stageNum>1</stageNum>
          <stages>
            <_>
              <maxWeakCount>2</maxWeakCount>
              <stageThreshold>-1.5</stageThreshold>
              <weakClassifiers>
                <_><internalNodes>0 -1 0 0.25</internalNodes><leafValues>0.5 -0.5</leafValues></_>
                <_><internalNodes>1 0 1 0.125 -1 -2 0 0.75</internalNodes><leafValues>0.5 -0.5 0.125</leafValues></_></weakClassifiers></_></stages>
          <features>
            <_><rects><_>2 3 4 5 -1.</_><_>2 3 2 5 2.</_></rects><tilted>0</tilted></_>
            <_><rects><_>6 0 3 4 -1.</_><_>6 0 2 4 2.</_><_>6 0 1 4 3.</_></rects><tilted>1</tilted></_></features></cascade>
        </opencv_storage>
        """;

    public const string Lbp = """
        <?xml version="1.0"?>
        <opencv_storage>
        <cascade>
          <stageType>BOOST</stageType>
          <featureType>LBP</featureType>
          <height>24</height>
          <width>20</width>
          <featureParams><maxCatCount>256</maxCatCount></featureParams>
          <stageNum>1</stageNum>
          <stages>
            <_>
              <maxWeakCount>1</maxWeakCount>
              <stageThreshold>-0.5</stageThreshold>
              <weakClassifiers>
                <_><internalNodes>0 -1 0 1 -2 3 -4 5 -6 7 -8</internalNodes><leafValues>0.5 -0.5</leafValues></_></weakClassifiers></_></stages>
          <features><_><rect>1 2 3 4</rect></_></features></cascade>
        </opencv_storage>
        """;

    public const string Old = """
        <?xml version="1.0"?>
        <opencv_storage>
        <old type_id="opencv-haar-classifier">
          <size>20 24</size>
          <stages>
            <_>
              <trees>
                <_>
                  <_><feature><rects><_>2 3 4 5 -1.</_><_>2 3 2 5 2.</_></rects><tilted>0</tilted></feature>
                    <threshold>0.25</threshold><left_node>1</left_node><right_val>0.5</right_val></_>
                  <_><feature><rects><_>2 3 4 5 -1.</_><_>2 3 2 5 2.</_></rects><tilted>0</tilted></feature>
                    <threshold>0.75</threshold><left_val>-0.5</left_val><right_val>0.125</right_val></_></_></trees>
              <stage_threshold>-1.5</stage_threshold><parent>-1</parent><next>-1</next></_></stages></old>
        </opencv_storage>
        """;
}
