#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Networks of the literature by name.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $presets = @(Get-NetworkPreset | ForEach-Object { @{ Name = $_.Name; Preset = $_ } })
}

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
}

Describe 'The preset <Name>' -ForEach $presets {
    BeforeAll {
        $network = New-Network -Preset $Name
    }

    It 'has the parameters, input shape and classes that its record tells' {
        $network.ParameterCount | Should -Be $Preset.ParameterCount
        ($network.Layers | Measure-Object ParameterCount -Sum).Sum | Should -Be $Preset.ParameterCount
        $network.InputShape | Should -Be $Preset.InputShape
        $network.Name | Should -Be $Name
        if ($Preset.ClassCount) { $network.OutputShape | Should -Be $Preset.ClassCount }
    }

    It 'prints as a table with its total' {
        $text = $network | Out-String -Width 200
        $text | Should -Match ([regex]::Escape(('{0:N0} parameters' -f $Preset.ParameterCount)))
        $network.Layers.ForEach({ $text | Should -Match "(?m)^$([regex]::Escape($_.Name)) +$($_.Kind) " })
    }
}

Describe 'Presets' {
    It 'Complete with their numbers of parameters' {
        $line = 'New-Network -Preset LeN'
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $found.CompletionText | Should -Be 'LeNet5'
        $found.ListItemText | Should -Be 'LeNet5 (61,706 parameters)'
        $found.ToolTip | Should -Match '^61,706 parameters\. .*LeCun'
        $line = 'Get-NetworkPreset '
        (TabExpansion2 $line $line.Length).CompletionMatches.Count | Should -Be @(Get-NetworkPreset).Count
    }

    It 'Are found by wildcards, and by names as people spell them' {
        (Get-NetworkPreset VGG*).Name | Should -Be 'VGG11', 'VGG13', 'VGG16', 'VGG19'
        (Get-NetworkPreset lenet-5, xor).Name | Should -Be 'LeNet5', 'XOR'
        (New-Network -Preset vgg_16).Name | Should -Be 'VGG16'
        Get-NetworkPreset Nothing* | Should -BeNullOrEmpty
    }

    It 'Go through the pipeline, and a wrong one does not stop the others' {
        $made = 'LeNet5', 'LeNet6', 'XOR' | New-Network -ErrorAction SilentlyContinue -ErrorVariable errors
        $made.Name | Should -Be 'LeNet5', 'XOR'
        $errors | Should -HaveCount 1
        (Get-NetworkPreset AlexNet | New-Network).ParameterCount | Should -Be 61100840
        (Get-NetworkPreset LeNet5, XOR | Get-NetworkPreset).Name | Should -Be 'LeNet5', 'XOR'
    }

    It 'Take another input shape, number of classes and name' {
        $network = New-Network -Preset LeNet5 -InputShape 32, 32, 3 -Classes 7 -Name mine
        $network.Name | Should -Be 'mine'
        $network.InputShape | Should -Be 32, 32, 3
        $network.OutputShape | Should -Be 7
        $network.Layers[0].OutputShape | Should -Be 28, 28, 6
        (New-Network -Preset VGG16 -InputShape 32, 32, 3 -ClassCount 10).ParameterCount | Should -Be 33638218
        (New-Network -Preset LogisticRegression -InputShape 30).ParameterCount | Should -Be 31
        (New-Network -Preset Softmax -InputShape 28, 28, 1).ParameterCount | Should -Be 7850
        (New-Network -Preset DenoisingAutoencoder -InputShape 32, 32, 3).OutputShape | Should -Be 32, 32, 3
    }

    It 'Say what they take, where a setting does not fit' {
        Assert-Error { New-Network -Preset LeNet6 } 'UnknownPreset' 'InvalidArgument' 'LeNet6', 'LeNet5', 'VGG19'
        Assert-Error { New-Network -Preset LeNet5 -InputShape 64, 64, 3 } 'PresetInputShape' 'InvalidArgument' '64x64x3', '28x28 or 32x32', '28, 28, 1'
        Assert-Error { New-Network -Preset VGG16 -InputShape 784 } 'PresetInputShape' 'InvalidArgument' '784', '32x32'
        Assert-Error { New-Network -Preset AlexNet -InputShape 62, 62, 3 } 'PresetInputShape' 'InvalidArgument' '63x63'
        Assert-Error { New-Network -Preset XOR -InputShape 3 } 'PresetInputShape' 'InvalidArgument' 'nothing but samples of shape 2'
        Assert-Error { New-Network -Preset Autoencoder -ClassCount 10 } 'PresetClasses' 'InvalidArgument' 'no classes'
        Assert-Error { New-Network -Preset LeNet5 -ClassCount 1 } 'ParameterArgumentValidationError' 'InvalidData'
        Assert-Error { Get-NetworkPreset LeNet6 } 'UnknownPreset' 'InvalidArgument' 'LeNet6'
    }

    It 'Build for the smallest image that they take' {
        foreach ($preset in Get-NetworkPreset | Where-Object Input -Match 'at least (\d+)x') {
            $size = [int]($preset.Input -replace '.*at least (\d+)x.*', '$1')
            (New-Network -Preset $preset.Name -InputShape $size, $size, 3 -ErrorAction Stop).InputShape | Should -Be $size, $size, 3
        }
    }

    It 'XOR learns XOR, and the perceptron AND but not XOR' {
        $xor = New-SyntheticDataset Xor
        $network = New-Network -Preset XOR | Invoke-Training $xor -Epoch 400 -BatchSize 4 -LearningRate 0.05 -Seed 5
        ($network | Measure-Network $xor).Accuracy | Should -Be 1
        $and = New-SyntheticDataset And
        $perceptron = New-Network -Preset Perceptron
        ($perceptron | Invoke-Training $and -Epoch 50 -Optimizer PerceptronRule | Measure-Network $and).Accuracy | Should -Be 1
        ($perceptron | Invoke-Training $xor -Epoch 50 -Optimizer PerceptronRule -WarningAction SilentlyContinue | Measure-Network $xor).Accuracy | Should -BeLessThan 1
    }

    It 'LinearRegression finds the line, and HousePrice the price of a square metre' {
        $houses = 50, 80, 110, 140, 200 | ForEach-Object { [pscustomobject]@{ Size = $_ / 100; Price = 3 * $_ / 100 + 0.5 } }
        $data = $houses | ConvertTo-Dataset -TargetColumn Price
        foreach ($name in 'LinearRegression', 'HousePrice') {
            $network = New-Network -Preset $name | Invoke-Training $data -Epoch 2000 -BatchSize 5 -LearningRate 0.02 -Seed 1
            [pscustomobject]@{ Size = 1.0 } | Get-Prediction $network | ForEach-Object Prediction | Should -BeGreaterThan 3.45
            (Get-NetworkWeight $network dense1 | Where-Object Role -EQ weight).Mean | Should -BeGreaterThan 2.9
        }
    }

    It 'One hidden layer fits a function the better the wider it is' {
        $sine = New-SyntheticDataset Sine -Noise 0 -Seed 1
        $losses = 1, 2, 8 | ForEach-Object {
            (New-Network 1 | Add-DenseLayer $_ -Activation Tanh | Add-DenseLayer 1 |
                Invoke-Training $sine -Epoch 150 -LearningRate 0.02 -Seed 1 | Measure-Network $sine).Loss
        }
        $losses[1] | Should -BeLessThan ($losses[0] / 4)
        $losses[2] | Should -BeLessThan ($losses[1] / 4)
    }
}
