#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Data from what people have: objects, arrays, tables and files; in parts, scaled and encoded.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $objects = @(
        [pscustomobject]@{ size = '1.5'; colour = 'red'; kind = 'apple' }
        [pscustomobject]@{ size = 2; colour = 'green'; kind = 'pear' }
        [pscustomobject]@{ size = 2.5; colour = 'red'; kind = 'apple' }
        [pscustomobject]@{ size = 4; colour = 'yellow'; kind = 'quince' }
    )

    function Get-AllInput([NeuralPS.Dataset] $Dataset) {
        foreach ($i in 0..($Dataset.Count - 1)) { , $Dataset.GetInput($i) }
    }

    function Get-AllLabel([NeuralPS.Dataset] $Dataset) {
        foreach ($i in 0..($Dataset.Count - 1)) { $Dataset.GetLabel($i) }
    }
}

Describe 'ConvertTo-Dataset' {
    It 'takes objects: the last column is the label, text becomes a feature for each category' {
        $set = $objects | ConvertTo-Dataset -Name fruit
        $set.Name | Should -Be fruit
        $set.Count | Should -Be 4
        $set.InputShape | Should -Be 4
        $set.ClassNames | Should -Be apple, pear, quince
        Get-AllLabel $set | Should -Be apple, pear, apple, quince
        $set.GetInput(0) | Should -Be 1.5, 0, 1, 0
        $set.GetInput(3) | Should -Be 4, 0, 0, 1
        $set.Kind | Should -Be classification
    }

    It 'takes objects as an argument, and names the label column' {
        $set = ConvertTo-Dataset $objects -LabelColumn colour -IgnoreColumn kind
        $set.InputShape | Should -Be 1
        $set.ClassNames | Should -Be green, red, yellow
    }

    It 'takes target columns for regression' {
        $set = $objects | ConvertTo-Dataset -TargetColumn size -IgnoreColumn kind
        $set.Kind | Should -Be regression
        $set.TargetLength | Should -Be 1
        Get-AllLabel $set | Should -Be (1.5, 2, 2.5, 4)
    }

    It 'gives text columns their number with -TextEncoding Index' {
        $set = $objects | ConvertTo-Dataset -TextEncoding Index
        $set.InputShape | Should -Be 2
        (Get-AllInput $set).ForEach({ $_[1] }) | Should -Be 1, 0, 1, 2
    }

    It 'takes ordered hashtables and data tables' {
        $dictionaries = [ordered]@{ a = 1; y = 'n' }, [ordered]@{ a = 2; y = 'p' } | ConvertTo-Dataset
        $dictionaries.ClassNames | Should -Be n, p
        $table = [Data.DataTable]::new('t')
        $null = $table.Columns.Add('a', [double])
        $null = $table.Columns.Add('y', [string])
        $null = $table.Rows.Add(1, 'n')
        $null = $table.Rows.Add(2, 'p')
        $set = ConvertTo-Dataset $table
        $set.Count | Should -Be 2
        Get-AllLabel $set | Should -Be n, p
        $piped = , $table | ConvertTo-Dataset
        (Get-AllInput $piped).ForEach({ $_[0] }) | Should -Be 1, 2
        ($table.Rows | ConvertTo-Dataset).Count | Should -Be 2
    }

    It 'takes arrays with labels, targets or neither' {
        $labelled = (1, 2), (3, 4), (5, 6) | ConvertTo-Dataset -Label cat, dog, cat
        $labelled.ClassNames | Should -Be cat, dog
        $labelled.GetInput(2) | Should -Be 5, 6
        $numbers = (1, 2), (3, 4) | ConvertTo-Dataset -Target (1, 2), (3, 4)
        $numbers.TargetLength | Should -Be 2
        $numbers.GetLabel(1) | Should -Be 3, 4
        $bare = (1, 2), (3, 4) | ConvertTo-Dataset
        $bare.Kind | Should -Be 'inputs only'
    }

    It 'takes one nested array and one rectangular array as the rows that they hold' {
        $nested = ConvertTo-Dataset ((1, 2), (3, 4), (5, 6)) -Label 0, 1, 0
        $nested.Count | Should -Be 3
        $nested.InputShape | Should -Be 2
        $matrix = [float[, ]]::new(3, 2)
        foreach ($i in 0..2) { foreach ($j in 0..1) { $matrix[$i, $j] = 2 * $i + $j + 1 } }
        $rectangular = ConvertTo-Dataset $matrix -Label 0, 1, 0
        Get-AllInput $rectangular | ConvertTo-Json -Compress | Should -Be (Get-AllInput $nested | ConvertTo-Json -Compress)
    }

    It 'gives rows of pixels a shape' {
        $set = , (1..8) | ConvertTo-Dataset -InputShape 2, 4, 1
        $set.InputShape | Should -Be 2, 4, 1
        (Get-ErrorOf { , (1..7) | ConvertTo-Dataset -InputShape 2, 4, 1 -ErrorAction Stop }).Exception.Message | Should -BeLike '*7*8*'
    }

    It 'fills missing values: <Rule> gives <Expected>' -ForEach @(
        @{ Rule = 'Mean'; Expected = 4 }
        @{ Rule = 'Median'; Expected = 3 }
        @{ Rule = 'MostFrequent'; Expected = 1 }
        @{ Rule = 'Constant'; Expected = -1; Fill = @{ FillValue = -1 } }
    ) {
        $Fill ??= @{}
        $rows = 1, 1, $null, 5, 9 | ForEach-Object { [pscustomobject]@{ a = $_; y = 'b' } }
        $set = $rows | ConvertTo-Dataset -MissingValue $Rule @Fill
        $set.GetInput(2) | Should -Be $Expected
        ($rows | ConvertTo-Dataset -MissingValue SkipRow).Count | Should -Be 4
    }

    It 'encodes as another data set was with -Like, whatever the order of the columns' {
        $train = $objects | ConvertTo-Dataset
        $other = [pscustomobject]@{ colour = 'yellow'; kind = 'pear'; size = 9 } | ConvertTo-Dataset -Like $train
        $other.InputShape | Should -Be 4
        $other.GetInput(0) | Should -Be 9, 0, 0, 1
        $other.ClassNames | Should -Be apple, pear, quince
        $other.GetLabel(0) | Should -Be pear
    }
}

Describe 'Split-Dataset' {
    BeforeAll {
        $rows = foreach ($i in 0..99) { [pscustomobject]@{ id = $i; y = $i % 10 -eq 0 ? 'rare' : 'usual' } }
        $set = $rows | ConvertTo-Dataset
        function Get-Id([NeuralPS.Dataset] $Dataset) { (Get-AllInput $Dataset).ForEach({ $_[0] }) }
    }

    It 'gives every sample to exactly one part' {
        $parts = $set | Split-Dataset -Fraction 0.6, 0.3 -Seed 4
        $parts.ForEach({ $_.Count }) | Should -Be 60, 30, 10
        $parts.ForEach({ Get-Id $_ }) | Sort-Object | Should -Be (0..99)
        Get-Id $parts[0] | Should -Not -Be (0..59)
        $parts[2].ClassNames | Should -Be rare, usual
    }

    It 'keeps the shares of the classes with -Stratify' {
        foreach ($part in $set | Split-Dataset -Fraction 0.5, 0.3 -Stratify -Seed 4) {
            (Get-AllLabel $part).Where({ $_ -eq 'rare' }).Count | Should -Be ($part.Count / 10)
        }
    }

    It 'draws the same parts with the same seed, and others with another' {
        $one = Get-Id ($set | Split-Dataset -Fraction 0.5 -Seed 4)[0]
        Get-Id ($set | Split-Dataset -Fraction 0.5 -Seed 4)[0] | Should -Be $one
        Get-Id ($set | Split-Dataset -Fraction 0.5 -Seed 5)[0] | Should -Not -Be $one
    }

    It 'cuts in order with -NoShuffle' {
        $first, $second = $set | Split-Dataset -Fraction 0.25 -NoShuffle
        Get-Id $first | Should -Be (0..24)
        Get-Id $second | Should -Be (25..99)
    }
}

Describe 'Convert-Dataset' {
    BeforeAll {
        $train = (2, 10), (4, 10), (6, 10), (8, 10) | ConvertTo-Dataset -Label 0, 1, 0, 1
        $test = , (5, 11) | ConvertTo-Dataset -Label 1 -ClassName 0, 1
    }

    It 'standardises with the statistics of the training set; a constant column becomes 0' {
        $standard = $train | Convert-Dataset -Standardize
        $column = (Get-AllInput $standard).ForEach({ $_[0] })
        [Math]::Abs(($column | Measure-Object -Average).Average) | Should -BeLessThan 1e-6
        # The standard deviation of 2, 4, 6, 8 over n is the root of 5.
        [Math]::Abs($column[3] - 3 / [Math]::Sqrt(5)) | Should -BeLessThan 1e-6
        (Get-AllInput $standard).ForEach({ $_[1] }) | Should -Be 0, 0, 0, 0
        $like = $test | Convert-Dataset -Like $standard
        $like.GetInput(0)[0] | Should -Be 0
        $train.GetInput(0) | Should -Be 2, 10
    }

    It 'scales to [0, 1] or to another range' {
        (Get-AllInput ($train | Convert-Dataset -Scale)).ForEach({ [Math]::Round($_[0], 5) }) | Should -Be (0, 0.33333, 0.66667, 1)
        (Get-AllInput ($train | Convert-Dataset -Scale -Range -1, 1)).ForEach({ [Math]::Round($_[0], 5) }) | Should -Be (-1, -0.33333, 0.33333, 1)
    }

    It 'turns labels into one-hot targets, which train the same network to the same bits' {
        $oneHot = $train | Convert-Dataset -OneHot
        $oneHot.GetLabel(0) | Should -Be 1, 0
        $oneHot.GetLabel(1) | Should -Be 0, 1
        $network = New-Network 2 | Add-DenseLayer 2 -Activation Softmax
        $byLabel = $network | Invoke-Training $train -Epoch 3 -Seed 1
        $byTarget = $network | Invoke-Training $oneHot -Epoch 3 -Seed 1
        Get-WeightText $byTarget | Should -BeExactly (Get-WeightText $byLabel)
        ($byTarget | Measure-Network $oneHot).Accuracy | Should -Be ($byLabel | Measure-Network $train).Accuracy
    }

    It 'standardises targets, and predicts in the units that they had' {
        $numbers = 1..20 | ForEach-Object { , @($_) } | ConvertTo-Dataset -Target (1..20 | ForEach-Object { 1000 * $_ + 500 })
        $standard = $numbers | Convert-Dataset -Standardize | Convert-Dataset -StandardizeTarget
        $model = New-Network 1 | Add-DenseLayer 1 | Invoke-Training $standard -Epoch 200 -FullBatch -Optimizer SGD -LearningRate 0.3
        $prediction = (, (, 7) | Get-Prediction $model).Prediction
        [Math]::Abs($prediction - 7500) | Should -BeLessThan 10
        ($model | Measure-Network $standard -Metric R2).R2 | Should -BeGreaterThan 0.9999
        # Metrics have the units of the targets, the loss those of what is learned: always saying the mean is off by 5000 and a variance of 1.
        $mean = New-Network 1 | Add-DenseLayer 1 -WeightInitializer Zeros | Initialize-Network -Seed 1
        $measured = $mean | Measure-Network $standard
        [Math]::Abs($measured.MAE - 5000) | Should -BeLessThan 0.1
        [Math]::Abs($measured.Loss - 1) | Should -BeLessThan 1e-5
        # Of a data set, too, with its targets beside them in the same units.
        foreach ($result in $standard | Get-Prediction $model) {
            [Math]::Abs($result.Label - (1000 * ($result.Index + 1) + 500)) | Should -BeLessThan 0.01
            [Math]::Abs($result.Prediction - $result.Label) | Should -BeLessThan 10
        }
    }

    It 'is remembered by the network: raw rows are converted like the training data' {
        $rows = foreach ($i in 1..40) { [pscustomobject]@{ a = 1000 * ($i % 2) + $i; y = ('low', 'high')[$i % 2] } }
        $set = $rows | ConvertTo-Dataset | Convert-Dataset -Standardize
        $model = New-Network 1 | Add-DenseLayer 1 -Activation Sigmoid | Invoke-Training $set -Epoch 50 -LearningRate 0.1 -Seed 1
        ([pscustomobject]@{ a = 1010 } | Get-Prediction $model).Prediction | Should -Be high
        ([pscustomobject]@{ a = 12 } | Get-Prediction $model).Prediction | Should -Be low
        (, (, 12) | Get-Prediction $model).Prediction | Should -Be low
    }
}

Describe 'Import-Dataset of text' {
    It 'finds delimiter, header, classes and quotes by itself' {
        $path = Join-Path $TestDrive semicolon.csv
        [IO.File]::WriteAllLines($path, ('"first one";second;"kind"', '1;2;"a;b"', '3;4;"c ""d"""', '5;6;"a;b"'))
        $set = Import-Dataset $path
        $set.Count | Should -Be 3
        $set.InputShape | Should -Be 2
        $set.ClassNames | Should -Be 'a;b', 'c "d"'
    }

    It 'reads files without a header, compressed ones, and rows of pixels' {
        $plain = Join-Path $TestDrive pixels.csv
        [IO.File]::WriteAllLines($plain, ('0,1,2,3,7', '4,5,6,7,8'))
        $set = Import-Dataset $plain -NoHeader -InputShape 2, 2, 1 -TargetKind Class
        $set.Count | Should -Be 2
        $set.InputShape | Should -Be 2, 2, 1
        $set.GetInput(1) | Should -Be 4, 5, 6, 7
        $packed = "$plain.gz"
        $gzip = [IO.Compression.GZipStream]::new([IO.File]::Create($packed), [IO.Compression.CompressionMode]::Compress)
        $gzip.Write([IO.File]::ReadAllBytes($plain))
        $gzip.Dispose()
        (Import-Dataset $packed -NoHeader -TargetKind Class).GetInput(1) | Should -Be 4, 5, 6, 7
    }

    It 'reads several files that a wildcard names as several data sets' {
        foreach ($name in 'one', 'two') { [IO.File]::WriteAllLines((Join-Path $TestDrive "wild-$name.csv"), ('a,y', '1,x', '2,z')) }
        $sets = Import-Dataset (Join-Path $TestDrive 'wild-*.csv')
        $sets.ForEach({ $_.Count }) | Should -Be 2, 2
        @(Get-ChildItem $TestDrive -Filter 'wild-*.csv' | Import-Dataset).Count | Should -Be 2
    }

    It 'reads numbers alike in every culture' {
        $path = Join-Path $TestDrive culture.csv
        [IO.File]::WriteAllLines($path, ('a,y', '1.5,x', '-2e3,z'))
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $set = Import-Dataset $path
            $set.GetInput(0) | Should -Be 1.5
            $set.GetInput(1) | Should -Be (-2000)
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
}

Describe 'New-SyntheticDataset' {
    It 'makes <Kind>: <Count> samples of <Shape>' -ForEach @(
        @{ Kind = 'Digits'; Shape = 28, 28, 1; Classes = 10 }
        @{ Kind = 'Moons'; Shape = @(2); Classes = 2 }
        @{ Kind = 'Circles'; Shape = @(2); Classes = 2 }
        @{ Kind = 'Spirals'; Shape = @(2); Classes = 2 }
        @{ Kind = 'Blobs'; Shape = @(2); Classes = 3 }
    ) {
        $set = New-SyntheticDataset $Kind 60 -Seed 1
        $set.Count | Should -Be 60
        $set.InputShape | Should -Be $Shape
        $set.ClassNames.Count | Should -Be $Classes
        @(Get-AllLabel $set | Sort-Object -Unique).Count | Should -Be $Classes
    }

    It 'makes truth tables: <Kind> is <Expected>' -ForEach @(
        @{ Kind = 'And'; Expected = 0, 0, 0, 1 }, @{ Kind = 'Or'; Expected = 0, 1, 1, 1 }, @{ Kind = 'Xor'; Expected = 0, 1, 1, 0 }
    ) {
        $set = New-SyntheticDataset $Kind
        $set.Count | Should -Be 4
        foreach ($i in 0..3) {
            $set.GetInput($i) | Should -Be (($i -band 2) / 2), ($i -band 1)
            [int] ($set.GetLabel($i) -eq $set.ClassNames[1]) | Should -Be $Expected[$i]
        }
    }
}
