#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Real data sets of the literature, from their files as they are published. Their folder stands beside the repository
# (shared/data) or is named by $env:NEURALPS_DATA; without it these tests are skipped.

BeforeDiscovery {
    . $PSScriptRoot/Worked.Common.ps1
    $hasData = [bool] $dataFolder
    if (-not $hasData) {
        Write-Warning 'The tests on real data are skipped: there is no folder shared/data beside the repository, and NEURALPS_DATA names none.'
    }
}

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1

    # Trains on four fifths, standardised, and measures on the rest, which is treated alike.
    function Measure-Training($Data, [NeuralPS.Network] $Network, [int] $Epoch, [hashtable] $Training = @{}, [switch] $StandardizeTarget, [string[]] $Metric = 'Accuracy') {
        $train, $test = $Data | Split-Dataset -Fraction 0.8 -Seed 1 -Stratify:($Data.Kind -eq 'classification')
        $train = $train | Convert-Dataset -Standardize
        if ($StandardizeTarget) { $train = $train | Convert-Dataset -StandardizeTarget }
        $test = $test | Convert-Dataset -Like $train
        $Network | Invoke-Training $train -Epoch $Epoch -Seed 1 @Training | Measure-Network $test -Metric $Metric
    }
}

Describe 'Tables' -Skip:(-not $hasData) {
    It 'iris: at least 90 % right' {
        $data = Import-Dataset (Join-Path $dataFolder iris iris.csv)
        $data.Count | Should -Be 150
        $data.ClassNames | Should -Be setosa, versicolor, virginica
        $network = New-Network 4 | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 3 -Activation Softmax
        (Measure-Training $data $network 60 @{ LearningRate = 0.01 }).Accuracy | Should -BeGreaterOrEqual 0.9
    }

    It 'wine: at least 93 % right' {
        $data = Import-Dataset (Join-Path $dataFolder wine wine_data.csv)
        $data.Count | Should -Be 178
        $data.InputShape | Should -Be 13
        $network = New-Network 13 | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 3 -Activation Softmax
        (Measure-Training $data $network 40 @{ LearningRate = 0.01 }).Accuracy | Should -BeGreaterOrEqual 0.93
    }

    It 'breast cancer: at least 93 % right, with one sigmoid unit at the end' {
        $data = Import-Dataset (Join-Path $dataFolder breast-cancer breast_cancer.csv)
        $data.Count | Should -Be 569
        $data.ClassNames | Should -Be malignant, benign
        $network = New-Network 30 | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 1 -Activation Sigmoid
        $result = Measure-Training $data $network 20 @{ LearningRate = 0.01 } -Metric Accuracy, AUC
        $result.Accuracy | Should -BeGreaterOrEqual 0.93
        $result.AUC | Should -BeGreaterOrEqual 0.97
    }

    It 'penguins, with text and missing values: at least 95 % right' {
        $file = Join-Path $dataFolder palmer-penguins penguins.csv
        Assert-Error { Import-Dataset $file -LabelColumn species } ValueMissing InvalidData penguins.csv, line, skip
        $data = Import-Dataset $file -LabelColumn species -MissingValue SkipRow
        $data.Count | Should -Be 333
        $data.ClassNames | Should -Be Adelie, Chinstrap, Gentoo
        $network = New-Network $data.InputShape | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 3 -Activation Softmax
        (Measure-Training $data $network 30 @{ LearningRate = 0.01 }).Accuracy | Should -BeGreaterOrEqual 0.95
    }

    It 'penguins of Import-Csv are predicted by the network that the file trained' {
        $file = Join-Path $dataFolder palmer-penguins penguins.csv
        $data = Import-Dataset $file -LabelColumn species -MissingValue SkipRow | Convert-Dataset -Standardize
        $network = New-Network $data.InputShape | Add-DenseLayer 3 -Activation Softmax | Invoke-Training $data -Epoch 20 -LearningRate 0.02 -Seed 1
        $results = Import-Csv $file | Get-Prediction $network -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Count | Should -Be 333
        $errors.Count | Should -Be 11 -Because 'eleven rows have missing values'
        ($results.Where({ $_.Prediction -eq $_.species })).Count / 333 | Should -BeGreaterOrEqual 0.95
    }

    It 'California housing, with text and missing values: R2 of at least 0.6' {
        $data = Import-Dataset (Join-Path $dataFolder california-housing housing.csv) -TargetColumn median_house_value -MissingValue Median
        $data.Count | Should -Be 20640
        $network = New-Network $data.InputShape | Add-DenseLayer 32 -Activation ReLU | Add-DenseLayer 1
        $result = Measure-Training $data $network 6 @{ LearningRate = 0.005; BatchSize = 64 } -StandardizeTarget -Metric R2, RMSE
        $result.R2 | Should -BeGreaterOrEqual 0.6
    }
}

Describe 'Images' -Skip:(-not $hasData) {
    It 'MNIST finds the labels beside the images, scaled to [0, 1]' {
        $test = Import-Dataset (Join-Path $dataFolder mnist t10k-images-idx3-ubyte.gz)
        $test.Count | Should -Be 10000
        $test.InputShape | Should -Be 28, 28, 1
        $test.ClassNames | Should -Be (0..9)
        0..4 | ForEach-Object { $test.GetLabel($_) } | Should -Be 7, 2, 1, 0, 4
        ($test.GetInput(0) | Measure-Object -Maximum).Maximum | Should -Be 1
    }

    It 'MNIST by 784-256-128-10: at least 96 % right after two epochs' {
        $train = Import-Dataset (Join-Path $dataFolder mnist train-images-idx3-ubyte.gz)
        $test = Import-Dataset (Join-Path $dataFolder mnist t10k-images-idx3-ubyte.gz)
        $train.Count | Should -Be 60000
        $network = New-Network 28, 28, 1 | Add-FlattenLayer | Add-DenseLayer 256 -Activation ReLU | Add-DenseLayer 128 -Activation ReLU |
            Add-DenseLayer 10 -Activation Softmax
        $network.ParameterCount | Should -Be 235146
        $trained = $network | Invoke-Training $train -Epoch 2 -BatchSize 128 -Seed 1
        ($trained | Measure-Network $test).Accuracy | Should -BeGreaterOrEqual 0.96
        $matrix = $trained | Get-ConfusionMatrix $test
        ($matrix | Measure-Object Support -Sum).Sum | Should -Be 10000
        $matrix[0].'0' | Should -BeGreaterThan 930
    }

    It 'CIFAR-10 has its class names and counts' {
        $test = Import-Dataset (Join-Path $dataFolder cifar-10 test_batch_first2000.bin.gz)
        $test.Count | Should -Be 2000
        $test.InputShape | Should -Be 32, 32, 3
        $names = 'airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'
        $test.ClassNames | Should -Be $names
        $counts = 0..1999 | ForEach-Object { $test.GetLabel($_) } | Group-Object -AsHashTable
        $names.ForEach({ $counts[$_].Count }) | Should -Be 196, 198, 195, 199, 198, 185, 216, 193, 217, 203
        $test.GetLabel(0) | Should -Be cat
    }
}
