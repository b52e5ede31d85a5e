#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What is minimised, from the prompt: label smoothing, weights of classes and samples, sparsity,
# L-BFGS over the whole data set, and averages of weights.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $moons = New-SyntheticDataset Moons 200 -Seed 4

    function New-MoonNetwork([string] $Activation = 'Softmax') {
        New-Network 2 | Add-DenseLayer 8 -Activation ReLU | Add-DenseLayer 2 -Activation $Activation
    }

    # Twelve rows, two of them rare, with a weight that grows.
    $rows = 1..12 | ForEach-Object { [pscustomobject]@{ X = $_; Kind = $_ % 6 ? 'common' : 'rare'; Weight = $_ / 4 } }
}

Describe 'Invoke-Training -LabelSmoothing' {
    It 'lifts the training loss of a sure network, and leaves what is measured alone' {
        $trained = New-MoonNetwork | Invoke-Training $moons -Epoch 60 -LearningRate 0.05 -Seed 1
        $smoothed = $trained | Invoke-Training $moons -Epoch 1 -LearningRate 1e-12 -LabelSmoothing 0.1 -ValidationDataset $moons
        $plain = $trained | Invoke-Training $moons -Epoch 1 -LearningRate 1e-12 -ValidationDataset $moons
        $smoothed.History[-1].Loss | Should -BeGreaterThan (0.1 + $plain.History[-1].Loss)
        [Math]::Abs($smoothed.History[-1].ValidationLoss - $plain.History[-1].ValidationLoss) | Should -BeLessThan 1e-9
    }

    It 'refuses what is out of range, and losses it has no meaning for' {
        { New-MoonNetwork | Invoke-Training $moons -LabelSmoothing 1 } | Should -Throw '*at least 0 and below 1*'
        { New-MoonNetwork | Invoke-Training $moons -LabelSmoothing -0.1 } | Should -Throw '*at least 0 and below 1*'
        Assert-Error { New-MoonNetwork Linear | Invoke-Training $moons -Loss SquaredError -LabelSmoothing 0.1 } LabelSmoothingDoesNotFit `
            InvalidArgument 'SquaredError', 'CrossEntropy'
    }
}

Describe 'Invoke-Training -ClassWeight' {
    It 'takes a hashtable, whatever the case, and multiplies the loss' {
        $network = New-MoonNetwork | Initialize-Network -Seed 1
        $names = $moons.ClassNames
        $arguments = @{ Epoch = 1; FullBatch = $true; LearningRate = 1e-12 }
        $one = ($network | Invoke-Training $moons @arguments).History[0].Loss
        $three = ($network | Invoke-Training $moons -ClassWeight @{ $names[0] = 3; $names[1] = 3 } @arguments).History[0].Loss
        [Math]::Abs($three - 3 * $one) | Should -BeLessThan 1e-6
    }

    It 'finds more of a rare class when balanced' {
        $data = 0..399 | ForEach-Object { [pscustomobject]@{ X = ($_ * 37 % 400) / 400; Kind = $_ * 37 % 400 -ge 300 -and $_ % 4 -eq 0 ? 'rare' : 'common' } } |
            ConvertTo-Dataset -LabelColumn Kind
        $network = New-Network 1 | Add-DenseLayer 8 -Activation Tanh | Add-DenseLayer 2 -Activation Softmax
        $arguments = @{ Epoch = 60; LearningRate = 0.05; Seed = 1; Metric = 'Recall' }
        ($network | Invoke-Training $data @arguments).History[-1].Recall | Should -Be 0
        ($network | Invoke-Training $data -ClassWeight balanced @arguments).History[-1].Recall | Should -BeGreaterThan 0.9
    }

    It 'completes and explains' {
        $completions = TabExpansion2 'Invoke-Training $data -ClassWeight B' -cursorColumn 36
        $completions.CompletionMatches.CompletionText | Should -Be 'Balanced'
        { New-MoonNetwork | Invoke-Training $moons -ClassWeight even } | Should -Throw '*hashtable*Balanced*'
        { New-MoonNetwork | Invoke-Training $moons -ClassWeight @{} } | Should -Throw '*No class*'
        { New-MoonNetwork | Invoke-Training $moons -ClassWeight @{ a = -1 } } | Should -Throw "*'a' is -1*"
        { New-MoonNetwork | Invoke-Training $moons -ClassWeight @{ a = 'much' } } | Should -Throw "*'a' is 'much'*"
        Assert-Error { New-MoonNetwork | Invoke-Training $moons -ClassWeight @{ dog = 2 } } ClassWeightUnknownClass InvalidArgument 'dog', $moons.ClassNames[1]
        $sine = New-SyntheticDataset Sine 20
        Assert-Error { New-Network 1 | Add-DenseLayer 1 | Invoke-Training $sine -ClassWeight Balanced } ClassWeightWithoutClasses InvalidArgument '-WeightColumn'
    }
}

Describe 'Weights of samples' {
    It 'come from a column of objects' {
        $data = $rows | ConvertTo-Dataset -LabelColumn Kind -WeightColumn Weight
        $data.IsWeighted | Should -BeTrue
        $data.InputShape | Should -Be 1
        0, 11 | ForEach-Object { $data.GetWeight($_) } | Should -Be 0.25, 3
        ($data | Split-Dataset -Fraction 0.5 -NoShuffle)[1].GetWeight(0) | Should -Be 1.75
        ($rows | ConvertTo-Dataset -LabelColumn Kind -IgnoreColumn Weight).IsWeighted | Should -BeFalse
    }

    It 'come from a CSV file and stay with the encoding of another' {
        $path = Join-Path $TestDrive weighted.csv
        $rows | Export-Csv $path
        $data = Import-Dataset $path -LabelColumn Kind -WeightColumn 3
        $data.GetWeight(3) | Should -Be 1
        $other = Import-Dataset $path -Like $data -WeightColumn Weight
        $other.GetWeight(11) | Should -Be 3
        (Import-Dataset $path -Like $data).IsWeighted | Should -BeFalse
    }

    It 'are given to arrays' {
        $data = , @(1, 2) + , @(3, 4) | ConvertTo-Dataset -Label a, b -SampleWeight 2, 0.5
        $data.GetWeight(0), $data.GetWeight(1) | Should -Be 2, 0.5
        Assert-Error { , @(1, 2) + , @(3, 4) | ConvertTo-Dataset -Label a, b -SampleWeight 1 } LabelCountMismatch InvalidData '-SampleWeight'
        Assert-Error { , @(1, 2) | ConvertTo-Dataset -Label a -SampleWeight 1, 2 } LabelCountMismatch InvalidData '-SampleWeight'
        { , @(1, 2) | ConvertTo-Dataset -Label a -SampleWeight -1 } | Should -Throw
        Assert-Error { $rows | ConvertTo-Dataset -LabelColumn Kind -SampleWeight 1 } OptionsConflict InvalidData '-WeightColumn'
    }

    It 'count in the loss of Measure-Network as in that of training' {
        $data = $rows | ConvertTo-Dataset -LabelColumn Kind -WeightColumn Weight
        $network = New-Network 1 | Add-DenseLayer 2 -Activation Softmax | Initialize-Network -Seed 1
        $measured = ($network | Measure-Network $data).Loss
        $trained = $network | Invoke-Training $data -FullBatch -NoShuffle -Epoch 1
        [Math]::Abs($trained.History[0].Loss - $measured) | Should -BeLessThan 1e-6
        $unweighted = $rows | ConvertTo-Dataset -LabelColumn Kind -IgnoreColumn Weight
        [Math]::Abs(($network | Measure-Network $unweighted).Loss - $measured) | Should -BeGreaterThan 0.01
    }

    It 'name the row that is wrong' {
        $bad = @($rows) + [pscustomobject]@{ X = 1; Kind = 'rare'; Weight = -2 }
        Assert-Error { $bad | ConvertTo-Dataset -LabelColumn Kind -WeightColumn Weight } WeightOutOfRange InvalidData 'row 13', 'Weight'
    }
}

Describe 'Add-DenseLayer -Sparsity' {
    It 'adds its penalty to the history, and shows in the table' {
        $network = New-Network 2 | Add-DenseLayer 8 -Activation Sigmoid -Sparsity 0.1 -SparsityWeight 3 | Add-DenseLayer 2 -Activation Softmax
        $network.Layers[0].Details | Should -Be 'Sigmoid, sparsity 0.1, weight 3'
        $trained = $network | Invoke-Training $moons -Epoch 30 -FullBatch -LearningRate 0.05 -Seed 1
        $trained.History[0].Penalty | Should -BeGreaterThan 1
        $trained.History[-1].Penalty | Should -BeLessThan ($trained.History[0].Penalty / 5)
        ($trained.History | Out-String) | Should -Match 'Penalty'
        (New-MoonNetwork | Invoke-Training $moons -Epoch 1).History[0].psobject.Properties.Name | Should -Not -Contain 'Penalty'
    }

    It 'passes the gradient check' {
        $network = New-Network 2 | Add-DenseLayer 5 -Activation Sigmoid -Sparsity 0.1 -SparsityWeight 2 | Add-DenseLayer 2 -Activation Softmax
        ($network | Test-Gradient $moons).Passed | Should -Not -Contain $false
    }

    It 'refuses what has no meaning' {
        { New-Network 2 | Add-DenseLayer 2 -Activation Sigmoid -Sparsity 0 } | Should -Throw '*above 0 and below 1*'
        { New-Network 2 | Add-DenseLayer 2 -Activation Sigmoid -Sparsity 0.1 -SparsityWeight 0 } | Should -Throw '*above 0*'
        Assert-Error { New-Network 2 | Add-DenseLayer 2 -Activation Tanh -Sparsity 0.1 } SparsityNeedsSigmoid InvalidArgument 'Tanh', '-Activation Sigmoid'
        Assert-Error { New-Network 2 | Add-DenseLayer 2 -Activation Sigmoid -SparsityWeight 3 } SparsityMissing InvalidArgument '-Sparsity'
    }
}

Describe 'Invoke-Training -Optimizer LBFGS' {
    BeforeAll {
        function New-Unit { New-Network 2 | Add-DenseLayer 1 -Activation Sigmoid }
    }

    It 'ends by itself, and says so' {
        $output = New-Unit | Invoke-Training $moons -Optimizer LBFGS -L2 0.01 -Epoch 200 -Seed 1 -Verbose 4>&1
        $output[-2].Message | Should -BeLike 'LBFGS converged in epoch *'
        $output[-1].History.Count | Should -BeLessThan 40
    }

    It 'gives with five epochs, a file and five the bits of ten' {
        $network = New-Network 2 | Add-DenseLayer 6 -Activation Sigmoid -Sparsity 0.2 -SparsityWeight 0.1 | Add-DenseLayer 2 -Activation Softmax
        $optimizer = New-Optimizer LBFGS -HistorySize 4
        $ten = $network | Invoke-Training $moons -Optimizer $optimizer -BatchSize 64 -Epoch 10 -Seed 1
        $path = Join-Path $TestDrive lbfgs.safetensors
        $network | Invoke-Training $moons -Optimizer $optimizer -BatchSize 64 -Epoch 5 -Seed 1 | Export-Network -Path $path
        $again = Import-Network -Path $path | Invoke-Training $moons -Epoch 5
        Get-WeightText $again | Should -BeExactly (Get-WeightText $ten)
        $again.History.Penalty | Should -Be $ten.History.Penalty
    }

    It 'lowers the loss far below what as many epochs of Adam reach' {
        $network = New-Network 2 | Add-DenseLayer 8 -Activation Tanh | Add-DenseLayer 1 -Activation Sigmoid
        $one = ($network | Invoke-Training $moons -Optimizer LBFGS -Epoch 60 -Seed 1).History[-1].Loss
        $other = ($network | Invoke-Training $moons -Optimizer Adam -FullBatch -Epoch 60 -Seed 1).History[-1].Loss
        $one | Should -BeLessThan ($other / 5)
    }

    It 'has settings of its own' {
        "$(New-Optimizer LBFGS)" | Should -Be 'LBFGS (LearningRate 1, HistorySize 10, Tolerance 1E-06, MaximumEvaluation 25)'
        { New-Optimizer LBFGS -HistorySize 0 } | Should -Throw
        { New-Optimizer LBFGS -Tolerance -1 } | Should -Throw
        Assert-Error { New-Optimizer LBFGS -Momentum 0.9 } UnknownOptimizerSetting InvalidArgument 'HistorySize'
        Assert-Error { New-Optimizer Adam -HistorySize 5 } UnknownOptimizerSetting InvalidArgument 'Beta1'
    }

    It 'refuses what has no meaning' {
        Assert-Error { New-Unit | Invoke-Training $moons -Optimizer LBFGS -L1 0.1 } LBFGSNeedsSmoothPenalty InvalidArgument 'L2'
        Assert-Error { New-Unit | Invoke-Training $moons -Optimizer LBFGS -ClipNorm 1 } LBFGSTakesNoClipping InvalidArgument
        $random = New-Network 2 | Add-DropoutLayer 0.1 -Name drop | Add-DenseLayer 2 -Activation Softmax
        Assert-Error { $random | Invoke-Training $moons -Optimizer LBFGS } LBFGSNeedsSameLoss InvalidArgument 'drop'
    }
}

Describe 'Invoke-Training -WeightAveraging' {
    It 'takes the same steps, and gives back another network: <_>' -ForEach 'Exponential', 'Uniform' {
        $arguments = @{ Epoch = 6; Seed = 1; LearningRate = 0.05; ValidationDataset = $moons }
        $last = New-MoonNetwork | Invoke-Training $moons @arguments
        $mean = New-MoonNetwork | Invoke-Training $moons -WeightAveraging $_ @arguments
        $mean.History.Loss | Should -Be $last.History.Loss
        Get-WeightText $mean | Should -Not -BeExactly (Get-WeightText $last)
        [Math]::Abs(($mean | Measure-Network $moons).Loss - $mean.History[-1].ValidationLoss) | Should -BeLessThan 1e-6
    }

    It 'gives with five epochs, a file and five the bits of ten: <_>' -ForEach 'Exponential', 'Uniform' {
        $arguments = @{ WeightAveraging = $_; AveragingStart = 3; Seed = 1; ValidationFraction = 0.2 }
        $ten = New-MoonNetwork | Invoke-Training $moons -Epoch 10 @arguments
        $path = Join-Path $TestDrive "$_.safetensors"
        New-MoonNetwork | Invoke-Training $moons -Epoch 5 @arguments | Export-Network -Path $path
        $again = Import-Network -Path $path | Invoke-Training $moons -Epoch 5 -ValidationFraction 0.2
        Get-WeightText $again | Should -BeExactly (Get-WeightText $ten)
        $again.History.ValidationLoss | Should -Be $ten.History.ValidationLoss
    }

    It 'ends where the weights themselves are' {
        $mean = New-MoonNetwork | Invoke-Training $moons -Epoch 3 -WeightAveraging Uniform -Seed 1
        $ended = $mean | Invoke-Training $moons -Epoch 1 -WeightAveraging None
        Get-WeightText $ended | Should -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 4 -Seed 1))
    }

    It 'keeps more with a higher decay' {
        $arguments = @{ Epoch = 20; Seed = 1; LearningRate = 0.02; WeightAveraging = 'Exponential'; ValidationDataset = $moons }
        $slow = New-MoonNetwork | Invoke-Training $moons -AveragingDecay 0.99 @arguments
        $fast = New-MoonNetwork | Invoke-Training $moons -AveragingDecay 0 @arguments
        $slow.History[-1].ValidationLoss | Should -BeGreaterThan $fast.History[-1].ValidationLoss
        Get-WeightText $fast | Should -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 20 -Seed 1 -LearningRate 0.02))
    }

    It 'resumes from a checkpoint to the same bits' {
        $arguments = @{ WeightAveraging = 'Exponential'; AveragingDecay = 0.9; Seed = 1 }
        $folder = Join-Path $TestDrive averages
        $null = New-MoonNetwork | Invoke-Training $moons -Epoch 3 -CheckpointPath $folder @arguments
        $resumed = New-MoonNetwork | Invoke-Training $moons -Epoch 6 -CheckpointPath $folder -Resume @arguments
        Get-WeightText $resumed | Should -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 6 @arguments))
    }

    It 'refuses settings that nothing uses, and those out of range' {
        Assert-Error { New-MoonNetwork | Invoke-Training $moons -AveragingDecay 0.9 } AveragingUnused InvalidArgument 'Exponential'
        Assert-Error { New-MoonNetwork | Invoke-Training $moons -WeightAveraging Uniform -AveragingDecay 0.9 } AveragingUnused InvalidArgument
        Assert-Error { New-MoonNetwork | Invoke-Training $moons -WeightAveraging None -AveragingStart 2 } AveragingUnused InvalidArgument
        { New-MoonNetwork | Invoke-Training $moons -WeightAveraging Exponential -AveragingDecay 1 } | Should -Throw '*below 1*'
        { New-MoonNetwork | Invoke-Training $moons -WeightAveraging Exponential -AveragingStart 0 } | Should -Throw
    }
}
