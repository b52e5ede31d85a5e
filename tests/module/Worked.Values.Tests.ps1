#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# A network is a value: what makes a new one leaves the old one as it was, and a file holds all of it.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $moons = New-SyntheticDataset Moons 200 -Seed 4
}

Describe 'Adding layers' {
    It '<Name> returns a new network and leaves the one that came in' -ForEach @(
        @{ Name = 'Add-DenseLayer'; Make = { $args[0] | Add-DenseLayer 3 -Activation ReLU }; Kind = 'dense'; Shape = 3 }
        @{ Name = 'Add-ConvLayer'; Make = { $args[0] | Add-ConvLayer 2 3 }; Kind = 'conv'; Shape = 4, 4, 2 }
        @{ Name = 'Add-PoolingLayer'; Make = { $args[0] | Add-PoolingLayer }; Kind = 'pooling'; Shape = 3, 3, 2 }
        @{ Name = 'Add-FlattenLayer'; Make = { $args[0] | Add-FlattenLayer }; Kind = 'flatten'; Shape = 72 }
        @{ Name = 'Add-DropoutLayer'; Make = { $args[0] | Add-DropoutLayer 0.3 }; Kind = 'dropout'; Shape = 6, 6, 2 }
        @{ Name = 'Add-ActivationLayer'; Make = { $args[0] | Add-ActivationLayer GELU }; Kind = 'activation'; Shape = 6, 6, 2 }
    ) {
        $base = New-Network 8, 8, 1 -Name base | Add-ConvLayer 2 3 | Initialize-Network -Seed 5
        $weights = Get-WeightText $base
        $grown = if ($Kind -eq 'dense') { & $Make ($base | Add-FlattenLayer) } else { & $Make $base }
        [object]::ReferenceEquals($base, $grown) | Should -BeFalse
        $base.Layers.Count | Should -Be 1
        $base.OutputShape | Should -Be 6, 6, 2
        Get-WeightText $base | Should -BeExactly $weights
        $grown.Layers[-1].Kind | Should -Be $Kind
        $grown.OutputShape | Should -Be $Shape
        $grown.Name | Should -Be 'base'
    }

    It 'in a loop gives three networks: 16, 32, 64 | ForEach-Object { $base | Add-DenseLayer $_ }' {
        $base = New-Network 10 | Add-DenseLayer 5
        $networks = 16, 32, 64 | ForEach-Object { $base | Add-DenseLayer $_ }
        $networks.Count | Should -Be 3
        $networks.ForEach({ $_.OutputShape[0] }) | Should -Be 16, 32, 64
        $networks.ParameterCount | Should -Be 151, 247, 439
        $base.Layers.Count | Should -Be 1
    }

    It 'takes several networks from the pipeline' {
        $networks = 2, 3 | ForEach-Object { New-Network $_ } | Add-DenseLayer 4 | Add-DenseLayer 1
        $networks.ParameterCount | Should -Be 17, 21
    }

    It 'names layers by kind and number, and finds them by name and wildcard' {
        $network = New-Network 4 | Add-DenseLayer 3 | Add-DropoutLayer | Add-DenseLayer 2 -Name out
        $network.Layers.Name | Should -Be dense1, dropout1, out
        ($network | Get-NetworkLayer d*).Name | Should -Be dense1, dropout1
        ($network | Get-NetworkLayer OUT).ParameterCount | Should -Be 8
        (Get-NetworkLayer $network out).Name | Should -Be out
        (Get-NetworkLayer -Network $network out, dense1).Name | Should -Be out, dense1
        (Get-NetworkLayer $network).Count | Should -Be 3
        ($network | Get-NetworkLayer).Count | Should -Be 3
        $ready = $network | Initialize-Network
        ($ready | Get-NetworkWeight out).Role | Should -Be weight, bias
        (Get-NetworkWeight $ready out).Role | Should -Be weight, bias
    }

    It 'keeps the weights of a trained network that is cut no further than grown' {
        $trained = New-Network 2 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 1 -Activation Sigmoid | Invoke-Training $moons 1 -Seed 1
        $grown = $trained | Add-DenseLayer 3
        $grown.IsTrained | Should -BeFalse
        $grown.IsInitialized | Should -BeFalse
        $ready = $grown | Initialize-Network -OnlyMissing
        Get-WeightText $ready | Select-Object -First 4 | Should -BeExactly (Get-WeightText $trained)
    }
}

Describe 'Training' {
    It 'returns a new network and leaves the one that came in' {
        $start = New-Network 2 | Add-DenseLayer 6 -Activation Tanh | Add-DenseLayer 1 -Activation Sigmoid | Initialize-Network -Seed 3
        $before = Get-WeightText $start
        $trained = $start | Invoke-Training $moons -Epoch 2 -Seed 1
        Get-WeightText $start | Should -BeExactly $before
        $start.IsTrained | Should -BeFalse
        $start.History.Count | Should -Be 0
        $trained.IsTrained | Should -BeTrue
        $trained.History.Epoch | Should -Be 1, 2
        Get-WeightText $trained | Should -Not -BeExactly $before
        $trained.ClassNames | Should -Be $moons.ClassNames
    }

    It 'of one network with several learning rates side by side does what it does one after the other' {
        $net = New-Network 2 | Add-DenseLayer 8 -Activation ReLU | Add-DenseLayer 1 -Activation Sigmoid | Initialize-Network -Seed 3
        $rates = 0.001, 0.01, 0.1, 0.3
        $apart = foreach ($rate in $rates) { $net | Invoke-Training $moons -Epoch 3 -LearningRate $rate -Seed 1 }
        $parallel = $rates | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:modulePath
            [pscustomobject]@{ Rate = $_; Network = $using:net | Invoke-Training $using:moons -Epoch 3 -LearningRate $_ -Seed 1 }
        } | Sort-Object Rate
        $parallel.Count | Should -Be 4
        foreach ($i in 0..3) {
            Get-WeightText $parallel[$i].Network | Should -BeExactly (Get-WeightText $apart[$i])
        }
        $net.IsTrained | Should -BeFalse
    }

    It 'writes records with the columns that scripts rely on' {
        $train, $test = $moons | Split-Dataset -Fraction 0.75 -Seed 1
        $trained = New-Network 2 | Add-DenseLayer 1 -Activation Sigmoid | Invoke-Training $train -ValidationDataset $test -Epoch 2 -Metric Accuracy, AUC
        $record = ($trained | Get-TrainingHistory)[-1]
        $record.PSObject.Properties.Name | Should -Be Epoch, Loss, ValidationLoss, Accuracy, AUC, ValidationAccuracy, ValidationAUC,
            LearningRate, SamplesPerSecond, Duration
        $record.Epoch | Should -Be 2
        $record.Loss | Should -BeOfType double
        $record.ValidationLoss | Should -BeOfType double
        $record.ValidationAccuracy | Should -BeOfType double
        $record.Duration | Should -BeOfType timespan
        $record.SamplesPerSecond | Should -BeGreaterThan 0
        $record.LearningRate | Should -Be 0.001
        $result = $trained | Measure-Network $test -Metric Accuracy, AUC
        $result.Samples | Should -Be 50
        $result.Loss | Should -Be $record.ValidationLoss
        $result.Accuracy | Should -Be $record.ValidationAccuracy
        $result.AUC | Should -Be $record.ValidationAUC
        ($trained | Get-TrainingHistory -Last 1).Epoch | Should -Be 2
    }

    It 'takes the optimizer as a name or as an object, and both do the same' {
        $net = New-Network 2 | Add-DenseLayer 1 -Activation Sigmoid
        $byName = $net | Invoke-Training $moons 1 -Optimizer Momentum -Seed 1
        $byObject = $net | Invoke-Training $moons 1 -Optimizer (New-Optimizer Momentum) -Seed 1
        Get-WeightText $byName | Should -BeExactly (Get-WeightText $byObject)
        $byName.Optimizer | Should -Be 'Momentum'
        Get-WeightText ($net | Invoke-Training $moons 1 -Optimizer (New-Optimizer Momentum -Momentum 0.5) -Seed 1) |
            Should -Not -BeExactly (Get-WeightText $byName)
    }

    It 'with each optimizer lowers the loss: <_>' -ForEach SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam, AdamW {
        $net = New-Network 2 | Add-DenseLayer 8 -Activation Tanh | Add-DenseLayer 1 -Activation Sigmoid | Initialize-Network -Seed 2
        $before = ($net | Measure-Network $moons).Loss
        $trained = $net | Invoke-Training $moons -Epoch 5 -Optimizer $_ -LearningRate 0.02 -Seed 1
        ($trained | Measure-Network $moons).Loss | Should -BeLessThan $before
        $trained.Optimizer | Should -Be $_
    }
}

Describe 'Weights' {
    It 'go out and come in as nested arrays, row per unit' {
        $network = New-Network 3 | Add-DenseLayer 2 -Activation Tanh | Add-DenseLayer 1 | Initialize-Network -Seed 9
        $copy = New-Network 3 | Add-DenseLayer 2 -Activation Tanh | Add-DenseLayer 1
        foreach ($layer in $network.Layers) {
            $weight, $bias = Get-NetworkWeight $network $layer.Name
            $weight.Role | Should -Be weight
            $bias.Role | Should -Be bias
            $copy = $copy | Set-NetworkWeight $layer.Name -Weight $weight.Value -Bias $bias.Value
        }
        $first = (Get-NetworkWeight $network dense1)[0]
        $first.Shape | Should -Be 2, 3
        $first.Value.Count | Should -Be 2
        $first.Value[0].Count | Should -Be 3
        Get-WeightText $copy | Should -BeExactly (Get-WeightText $network)
        Get-Output $copy (1, 2, 3) | Should -BeExactly (Get-Output $network (1, 2, 3))
    }

    It 'of a convolution are filters, height, width, channels' {
        $network = New-Network 6, 6, 3 | Add-ConvLayer 4 2, 3 | Initialize-Network -Seed 9
        $weight, $bias = Get-NetworkWeight $network
        $weight.Shape | Should -Be 4, 2, 3, 3
        $bias.Shape | Should -Be 4
        $copy = New-Network 6, 6, 3 | Add-ConvLayer 4 2, 3 | Set-NetworkWeight conv1 -Weight $weight.Value -Bias $bias.Value
        Get-WeightText $copy | Should -BeExactly (Get-WeightText $network)
    }

    It 'are a copy: to change them changes no network' {
        $network = New-Network 2 | Add-DenseLayer 1 | Set-NetworkWeight dense1 -Weight 1, 2 -Bias 3
        (Get-NetworkWeight $network)[0].Value[0][0] = 99
        (Get-NetworkWeight $network)[0].Value[0][0] | Should -Be 1
        $other = $network | Set-NetworkWeight dense1 -Bias 7
        (Get-NetworkWeight $other)[1].Value | Should -Be 7
        (Get-NetworkWeight $network)[1].Value | Should -Be 3
    }

    It 'start as the initializer says: <Initializer>' -ForEach @(
        @{ Initializer = 'Zeros'; Least = 0; Most = 0 }
        @{ Initializer = 'Constant(0.5)'; Least = 0.5; Most = 0.5 }
        @{ Initializer = 'XavierUniform'; Least = -[Math]::Sqrt(6 / 300); Most = [Math]::Sqrt(6 / 300) }
        @{ Initializer = 'HeUniform'; Least = -[Math]::Sqrt(6 / 100); Most = [Math]::Sqrt(6 / 100) }
    ) {
        $weight, $bias = New-Network 100 | Add-DenseLayer 200 -WeightInitializer $Initializer | Initialize-Network -Seed 1 | Get-NetworkWeight
        $weight.Minimum | Should -BeGreaterOrEqual ($Least - 1e-6)
        $weight.Maximum | Should -BeLessOrEqual ($Most + 1e-6)
        $weight.Maximum | Should -BeGreaterOrEqual (0.99 * $Most)
        $bias.Maximum | Should -Be 0
    }
}

Describe 'Files of networks' {
    BeforeAll {
        $net = New-Network 2 -Name moons | Add-DenseLayer 8 -Activation ReLU | Add-DropoutLayer 0.1 | Add-DenseLayer 2 -Activation Softmax
        $trained = $net | Invoke-Training $moons -Epoch 3 -ValidationFraction 0.2 -LearningRate 0.01 -Seed 6
        $path = Join-Path $TestDrive moons.safetensors
        $trained | Export-Network $path
        $loaded = Import-Network $path
    }

    It 'hold the description, the weights and the training' {
        $loaded.Name | Should -Be moons
        $loaded.ParameterCount | Should -Be $trained.ParameterCount
        $loaded.Summary | Should -Be $trained.Summary
        $loaded.IsTrained | Should -BeTrue
        $loaded.ClassNames | Should -Be $moons.ClassNames
        $loaded.Loss | Should -Be CrossEntropy
        $loaded.Optimizer | Should -Be Adam
        $loaded.Seed | Should -Be 6
        Get-WeightText $loaded | Should -BeExactly (Get-WeightText $trained)
        ($loaded.History | ConvertTo-Json -Depth 3) | Should -BeExactly ($trained.History | ConvertTo-Json -Depth 3)
    }

    It 'give the same predictions to the bit' {
        $before = $moons | Get-Prediction $trained -Raw
        $after = $moons | Get-Prediction $loaded -Raw
        ConvertTo-Json $after -Compress | Should -BeExactly (ConvertTo-Json $before -Compress)
    }

    It 'train further as if there had been no file' {
        $with = $loaded | Invoke-Training $moons -Epoch 2 -ValidationFraction 0.2
        $without = $trained | Invoke-Training $moons -Epoch 2 -ValidationFraction 0.2
        Get-WeightText $with | Should -BeExactly (Get-WeightText $without)
        $with.History.Epoch | Should -Be 1, 2, 3, 4, 5
    }

    It 'without the training state are smaller, and predict the same' {
        $small = Join-Path $TestDrive small.safetensors
        $file = $trained | Export-Network $small -WeightsOnly -PassThru
        $file.Length | Should -BeLessThan (Get-Item $path).Length
        $again = Import-Network $small
        Get-WeightText $again | Should -BeExactly (Get-WeightText $trained)
        $again.ClassNames | Should -Be $moons.ClassNames
        $row = $moons.GetInput(0)
        (, $row | Get-Prediction $again).Prediction | Should -Be (, $row | Get-Prediction $trained).Prediction
    }

    It 'hold networks without weights, too' {
        $bare = Join-Path $TestDrive bare.safetensors
        New-Network 28, 28, 1 -Name bare | Add-ConvLayer 4 3 -Stride 2 -Padding Same -Dilation 1 -NoBias -L2 0.01 | Add-PoolingLayer Average 3 -Stride 2 -Padding 1 |
            Add-ActivationLayer LeakyReLU -Alpha 0.2 | Add-FlattenLayer | Add-DenseLayer 10 -WeightInitializer 'Normal(0.02)' | Export-Network $bare
        $again = Import-Network $bare
        $again.IsInitialized | Should -BeFalse
        $again.Layers.Details | Should -Be (New-Network 28, 28, 1 -Name bare |
                Add-ConvLayer 4 3 -Stride 2 -Padding Same -Dilation 1 -NoBias -L2 0.01 | Add-PoolingLayer Average 3 -Stride 2 -Padding 1 |
                Add-ActivationLayer LeakyReLU -Alpha 0.2 | Add-FlattenLayer | Add-DenseLayer 10 -WeightInitializer 'Normal(0.02)').Layers.Details
        $again.OutputShape | Should -Be 10
    }

    It 'are safetensors that others can open: a header of JSON, then the weights' {
        $bytes = [IO.File]::ReadAllBytes($path)
        $length = [BitConverter]::ToUInt64($bytes, 0)
        $length % 8 | Should -Be 0
        $header = [Text.Encoding]::UTF8.GetString($bytes, 8, $length) | ConvertFrom-Json -AsHashtable
        $entry = $header['dense1.weight']
        $entry.dtype | Should -Be F32
        $entry.shape | Should -Be 8, 2
        $first = [BitConverter]::ToSingle($bytes, 8 + $length + $entry.data_offsets[0])
        $first | Should -BeExactly (Get-NetworkWeight $trained dense1)[0].Value[0][0]
        $header['__metadata__'].Keys | Should -Contain neuralps
    }

    It 'are found by wildcards, and taken as they are by -LiteralPath' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'a[b]')
        $literal = Join-Path $folder 'net[1].safetensors'
        $trained | Export-Network -LiteralPath $literal
        (Import-Network -LiteralPath $literal).Name | Should -Be moons
        (Get-Item -LiteralPath $literal | Import-Network).Name | Should -Be moons
        (Import-Network (Join-Path $TestDrive moons*.safetensors)).Name | Should -Be moons
    }

    It 'are written relative to the location of PowerShell, not of the process' {
        Push-Location $TestDrive
        try {
            $net | Export-Network ./here.safetensors
            Test-Path (Join-Path $TestDrive here.safetensors) | Should -BeTrue
            (Import-Network here.safetensors).Name | Should -Be moons
        } finally {
            Pop-Location
        }
    }

    It 'are not written with -WhatIf' {
        $none = Join-Path $TestDrive none.safetensors
        $net | Export-Network $none -WhatIf
        Test-Path $none | Should -BeFalse
    }
}
