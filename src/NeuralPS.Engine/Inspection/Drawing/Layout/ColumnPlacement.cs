namespace NeuralPS.Engine.Inspection.Drawing.Layout;

/// <summary>
/// Finds horizontal places: every chain moves towards the mean of its neighbours above and below as far as those beside it leave room.
/// The distances hold from the first arrangement on, so boxes never overlap.
/// </summary>
internal sealed class ColumnPlacement
{
    private const int Sweeps = 60;
    private const double Tight = 0.01;
    private readonly double[] _places;
    private readonly List<(int Other, double Distance)>[] _left;
    private readonly List<(int Other, double Distance)>[] _right;
    private readonly List<int>[] _pulls;

    private ColumnPlacement(int count)
    {
        _places = new double[count];
        _left = [.. Enumerable.Range(0, count).Select(_ => new List<(int, double)>())];
        _right = [.. Enumerable.Range(0, count).Select(_ => new List<(int, double)>())];
        _pulls = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
    }

    /// <summary>Sets <see cref="LayoutNode.X"/> of all nodes.</summary>
    /// <param name="ranks">The nodes of each rank, left to right.</param>
    /// <param name="distance">The distance of the middles of two neighbours, at least.</param>
    public static void Place(List<LayoutNode>[] ranks, Func<LayoutNode, LayoutNode, double> distance)
    {
        Dictionary<LayoutNode, int> chains = Chains.Find(ranks);
        if (chains.Count == 0)
        {
            return;
        }

        var placement = new ColumnPlacement(chains.Values.Max() + 1);
        placement.Connect(ranks, chains, distance);
        placement.PushRight();
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            placement.MoveEach(sweep % 2 == 0);
            placement.MoveGroups();
        }

        foreach ((LayoutNode node, int chain) in chains)
        {
            node.X = placement._places[chain];
        }
    }

    private void Connect(List<LayoutNode>[] ranks, Dictionary<LayoutNode, int> chains, Func<LayoutNode, LayoutNode, double> distance)
    {
        foreach (List<LayoutNode> rank in ranks)
        {
            for (int i = 0; i < rank.Count; i++)
            {
                int chain = chains[rank[i]];
                if (i > 0)
                {
                    double space = distance(rank[i - 1], rank[i]);
                    _left[chain].Add((chains[rank[i - 1]], space));
                    _right[chains[rank[i - 1]]].Add((chain, space));
                }

                foreach (LayoutLink link in rank[i].Below)
                {
                    int other = chains[link.Lower];
                    if (other != chain)
                    {
                        _pulls[chain].Add(other);
                        _pulls[other].Add(chain);
                    }
                }
            }
        }
    }

    // As far to the left as the distances allow: the longest path through "stands to the left of".
    private void PushRight()
    {
        int[] waitsFor = [.. _left.Select(list => list.Count)];
        var ready = new Queue<int>(Enumerable.Range(0, waitsFor.Length).Where(chain => waitsFor[chain] == 0));
        while (ready.TryDequeue(out int chain))
        {
            foreach ((int other, double space) in _right[chain])
            {
                _places[other] = Math.Max(_places[other], _places[chain] + space);
                if (--waitsFor[other] == 0)
                {
                    ready.Enqueue(other);
                }
            }
        }
    }

    private void MoveEach(bool fromRight)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            int chain = fromRight ? _places.Length - 1 - i : i;
            if (_pulls[chain].Count == 0)
            {
                continue;
            }

            double wanted = _pulls[chain].Average(other => _places[other]);
            double most = _right[chain].Select(side => _places[side.Other] - side.Distance).DefaultIfEmpty(double.MaxValue).Min();
            double least = _left[chain].Select(side => _places[side.Other] + side.Distance).DefaultIfEmpty(double.MinValue).Max();
            _places[chain] = Math.Max(least, Math.Min(most, wanted));
        }
    }

    // Chains that touch hold each other back: they move together, by the mean of what they want.
    private void MoveGroups()
    {
        int[] group = [.. Enumerable.Repeat(-1, _places.Length)];
        for (int chain = 0; chain < group.Length; chain++)
        {
            if (group[chain] < 0)
            {
                MoveGroup(Collect(chain, group), group);
            }
        }
    }

    private List<int> Collect(int first, int[] group)
    {
        var members = new List<int> { first };
        group[first] = first;
        for (int i = 0; i < members.Count; i++)
        {
            int chain = members[i];
            foreach ((int other, double space) in _left[chain].Concat(_right[chain]))
            {
                if (group[other] < 0 && Math.Abs(_places[other] - _places[chain]) - space < Tight)
                {
                    group[other] = first;
                    members.Add(other);
                }
            }
        }

        return members;
    }

    private void MoveGroup(List<int> members, int[] group)
    {
        double pull = 0;
        int count = 0;
        double most = double.MaxValue;
        double least = double.MinValue;
        foreach (int chain in members)
        {
            foreach (int other in _pulls[chain].Where(other => group[other] != group[chain]))
            {
                pull += _places[other] - _places[chain];
                count++;
            }

            foreach ((int other, double space) in _right[chain].Where(side => group[side.Other] != group[chain]))
            {
                most = Math.Min(most, _places[other] - space - _places[chain]);
            }

            foreach ((int other, double space) in _left[chain].Where(side => group[side.Other] != group[chain]))
            {
                least = Math.Max(least, _places[other] + space - _places[chain]);
            }
        }

        if (count > 0)
        {
            double step = Math.Max(Math.Min(least, 0), Math.Min(Math.Max(most, 0), pull / count));
            foreach (int chain in members)
            {
                _places[chain] += step;
            }
        }
    }
}
