namespace Spotter.Vision.Tracking;

/// <summary>
/// The straight line through the latest values of a number, by least squares with weights that fade with time: where it
/// is and how fast it changes, without the tremble of the last value.
/// </summary>
internal struct Course(double secondsToFade)
{
    // Sums over what was seen, of time (0 now, below 0 before) and of the value less the first one.
    private double _weight;
    private double _time;
    private double _timeSquared;
    private double _value;
    private double _timeValue;
    private double _origin;
    private double _since;

    /// <summary>Change in a second; 0 while one value is known.</summary>
    public readonly double Speed
    {
        get
        {
            double spread = (_weight * _timeSquared) - (_time * _time);
            return spread > 1e-9 ? ((_weight * _timeValue) - (_time * _value)) / spread : 0;
        }
    }

    /// <summary>Seconds since the last value.</summary>
    public readonly double Since => _since;

    /// <summary>The value of now, if it goes on for so many seconds after the last one and then stands still.</summary>
    public readonly double Expected(double mostSeconds)
    {
        double speed = Speed;
        return _origin + ((_value - (speed * _time)) / _weight) + (speed * (Math.Min(_since, mostSeconds) - _since));
    }

    /// <summary>Lets time go by.</summary>
    public void Wait(double seconds)
    {
        _timeSquared += seconds * ((seconds * _weight) - (2 * _time));
        _timeValue -= seconds * _value;
        _time -= seconds * _weight;
        _since += seconds;
    }

    /// <summary>Takes in the value of now.</summary>
    public void Add(double value)
    {
        if (_weight == 0)
        {
            _origin = value;
        }

        double kept = Math.Exp(-_since / secondsToFade);
        _weight = (kept * _weight) + 1;
        _time *= kept;
        _timeSquared *= kept;
        _value = (kept * _value) + value - _origin;
        _timeValue *= kept;
        _since = 0;
    }
}
