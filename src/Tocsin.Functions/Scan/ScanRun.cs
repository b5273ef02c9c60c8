using System.Runtime.CompilerServices;

namespace Tocsin.Functions.Scan;

/// <summary>A record that came out: which of the input it is, the sequence it belongs to, and where its declared values lie.</summary>
public readonly record struct ScannedRecord(int Row, long Match, int FirstValue);

/// <summary>
/// One pass of the scan operator over the records of a table. The state is a row per step; step k remembers the values
/// that steps 1 to k saw last (https://learn.microsoft.com/kusto/query/scan-operator, "Scan logic").
/// </summary>
public sealed class ScanRun
{
    private readonly ScanProgram _program;
    private readonly ScanFrame _frame;
    private readonly ScanValue[][] _states;
    private readonly ScanValue[] _empty;
    private readonly bool[] _isActive;
    private readonly long[] _match;

    // The last record of the step's present series, where only that one is to come out; -1 for none.
    private readonly int[] _pending;
    private readonly ScanValue[] _assigned;
    private readonly List<ScannedRecord> _records = [];
    private readonly List<bool> _isDropped = [];
    private readonly List<ScanValue> _values = [];
    private long _sequences;

    /// <summary>The program's own frame serves the run: one run at a time.</summary>
    public ScanRun(ScanProgram program)
    {
        _program = program;
        _frame = program.Frame;
        _frame.Truncate(program.ConstantBytes);
        _empty = [.. program.Slots.Select(s => s.Empty)];
        _states = [.. program.Steps.Select(_ => (ScanValue[])_empty.Clone())];
        _isActive = new bool[program.Steps.Length];
        _match = new long[program.Steps.Length];
        _pending = new int[program.Steps.Length];
        _assigned = new ScanValue[program.Declared.Length];
        Array.Fill(_pending, -1);
        _frame.Row = new ScanValue[program.Columns.Length];
    }

    public ScanFrame Frame => _frame;

    /// <summary>What came out, in order of the records that went in.</summary>
    public IEnumerable<ScannedRecord> Records => _records.Where((_, i) => !_isDropped[i]);

    public int RecordCount => _isDropped.Count(d => !d);

    /// <summary>The memory that the run's records and texts take.</summary>
    public long HeldBytes =>
        ((long)_records.Capacity * Unsafe.SizeOf<ScannedRecord>()) + _isDropped.Capacity + ((long)_values.Capacity * Unsafe.SizeOf<ScanValue>()) + _frame.Texts.Capacity;

    public ScanValue Value(ScannedRecord record, int declared) => _values[record.FirstValue + declared];

    /// <summary>Holds the record in the frame's row against every step, the last first.</summary>
    public void Next(int row)
    {
        for (var step = _program.Steps.Length - 1; step >= 0; step--)
        {
            if (step > 0 && _isActive[step - 1] && Matches(step, _states[step - 1]))
            {
                Promote(step);
                Accept(step, row);
            }
            else if ((_isActive[step] || step == 0) && Matches(step, _states[step]))
            {
                Continue(step);
                Accept(step, row);
            }
        }
    }

    private bool Matches(int step, ScanValue[] state)
    {
        _frame.State = state;
        return _program.Steps[step].Condition(_frame).IsTrue;
    }

    /// <summary>The sequence that waits at the step before moves here and takes the place of what was here.</summary>
    private void Promote(int step)
    {
        (_states[step], _states[step - 1]) = (_states[step - 1], _states[step]);
        Array.Copy(_empty, _states[step - 1], _empty.Length);
        _match[step] = _match[step - 1];
        _isActive[step] = true;
        _isActive[step - 1] = false;
        _pending[step] = -1;
        _pending[step - 1] = -1;
    }

    /// <summary>A further record of the sequence that is here; at the first step, where none is, a new one begins.</summary>
    private void Continue(int step)
    {
        if (!_isActive[step])
        {
            _isActive[step] = true;
            _match[step] = _sequences++;
            _pending[step] = -1;
        }
    }

    private void Accept(int step, int row)
    {
        var definition = _program.Steps[step];
        _frame.State = _states[step];
        _program.Defaults.CopyTo(_assigned);
        foreach (var (declared, value) in definition.Assignments)
        {
            _assigned[declared] = value(_frame);
        }

        for (var i = 0; i < _program.Slots.Length; i++)
        {
            var slot = _program.Slots[i];
            if (slot.Step == step)
            {
                _states[step][i] = slot.IsDeclared ? _assigned[slot.Index] : _frame.Row[slot.Index];
            }
        }

        Emit(definition.Output, step, row);
    }

    private void Emit(ScanOutput output, int step, int row)
    {
        if (output == ScanOutput.None)
        {
            return;
        }

        if (output == ScanOutput.Last)
        {
            if (_pending[step] >= 0)
            {
                _isDropped[_pending[step]] = true;
            }

            _pending[step] = _records.Count;
        }

        _records.Add(new ScannedRecord(row, _match[step], _values.Count));
        _isDropped.Add(false);
        _values.AddRange(_assigned);
    }
}
