namespace Tocsin.Functions.Geo;

/// <summary>The directions in which an edge from a point meets discs and passes others by on a side (S2's polyline simplifier).</summary>
internal sealed class SightWindow
{
    private readonly SpherePoint _from;
    private readonly SpherePoint _right;
    private readonly SpherePoint _up;
    private readonly List<(double Direction, double HalfWidth, bool IsOnLeft)> _waiting = [];
    private bool _isOpen = true;
    private double _reference;
    private double _low;
    private double _high;

    public SightWindow(SpherePoint from)
    {
        _from = from;
        _right = from.Aside;
        _up = SpherePoint.Cross(from, _right);
    }

    /// <summary>Narrows the window to the edges that meet a disc.</summary>
    public bool Meet(SpherePoint centre, double radius)
    {
        if (HalfWidth(centre, radius) is not { } halfWidth)
        {
            return true;
        }

        double direction = Direction(centre);
        if (_isOpen)
        {
            (_isOpen, _reference, _low, _high) = (false, direction, -halfWidth, halfWidth);
        }
        else
        {
            double offset = Offset(direction);
            (_low, _high) = (Math.Max(_low, offset - halfWidth), Math.Min(_high, offset + halfWidth));
        }

        foreach ((double waiting, double width, bool isOnLeft) in _waiting)
        {
            Avoid(waiting, width, isOnLeft);
        }

        _waiting.Clear();
        return _low <= _high;
    }

    /// <summary>Narrows the window to the edges that leave a disc on a side.</summary>
    public bool PassBy(SpherePoint centre, double radius, bool isOnLeft)
    {
        if (HalfWidth(centre, radius) is not { } halfWidth)
        {
            (_isOpen, _low, _high) = (false, 0, -1);
            return false;
        }

        if (_isOpen)
        {
            _waiting.Add((Direction(centre), halfWidth, isOnLeft));
            return true;
        }

        Avoid(Direction(centre), halfWidth, isOnLeft);
        return _low <= _high;
    }

    /// <summary>Whether an edge to a point is in the window.</summary>
    public bool Allows(SpherePoint point)
    {
        double direction = Direction(point);
        double offset = Offset(direction);
        return SpherePoint.Dot(point, _from) >= 0 && (_isOpen || (offset >= _low && offset <= _high))
            && !_waiting.Exists(w => Math.IEEERemainder(direction - w.Direction, 2 * Math.PI) is var d && (w.IsOnLeft ? d >= -w.HalfWidth && d <= Math.PI / 2 : d <= w.HalfWidth && d >= -Math.PI / 2));
    }

    private void Avoid(double direction, double halfWidth, bool isOnLeft)
    {
        double offset = Offset(direction);
        double low = offset - (isOnLeft ? halfWidth : Math.PI / 2);
        double high = offset + (isOnLeft ? Math.PI / 2 : halfWidth);
        bool isWithin = low >= _low && high <= _high;
        if (isWithin ? isOnLeft : high >= _high)
        {
            _high = Math.Min(_high, low);
        }
        else if (isWithin || low <= _low)
        {
            _low = Math.Max(_low, high);
        }
    }

    private double Direction(SpherePoint point) => Math.Atan2(SpherePoint.Dot(point, _up), SpherePoint.Dot(point, _right));

    private double Offset(double direction) => Math.IEEERemainder(direction - _reference, 2 * Math.PI);

    /// <summary>Half the angle that a disc takes up; null for one around the point itself.</summary>
    private double? HalfWidth(SpherePoint centre, double radius)
    {
        double distance = SpherePoint.Angle(_from, centre);
        return radius >= distance ? null : Math.Asin(Math.Min(1, Math.Sin(radius) / Math.Sin(distance)));
    }
}
