#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Backpropagation against difference quotients, for all that a network can be built of.

BeforeDiscovery {
    . $PSScriptRoot/Import.ps1
    $activations = [Enum]::GetNames([NeuralPS.ActivationName])
    $losses = [Enum]::GetNames([NeuralPS.LossName])
}

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1

    # Twelve rows of numbers that have nothing round about them.
    function New-Row([int] $Features, [scriptblock] $Target) {
        $random = [Random]::new(5)
        foreach ($i in 1..12) {
            $row = [ordered]@{}
            foreach ($j in 1..$Features) { $row["x$j"] = 2 * $random.NextDouble() - 1 }
            $row.y = & $Target $random
            [pscustomobject] $row
        }
    }

    $classes = New-Row 5 { param($random) 'a', 'b', 'c' | Get-Random -SetSeed $random.Next() } | ConvertTo-Dataset -LabelColumn y
    $twoClasses = New-Row 5 { param($random) $random.NextDouble() -lt 0.5 ? 'no' : 'yes' } | ConvertTo-Dataset -LabelColumn y
    $numbers = New-Row 5 { param($random) 2 * $random.NextDouble() - 1 } | ConvertTo-Dataset -TargetColumn y
    $images = New-Row 128 { param($random) 'a', 'b', 'c' | Get-Random -SetSeed $random.Next() } |
        ConvertTo-Dataset -LabelColumn y -InputShape 8, 8, 2

    function Assert-Gradient([NeuralPS.Network] $Network, [NeuralPS.Dataset] $Dataset, [hashtable] $Arguments = @{}) {
        $checks = @($Network | Test-Gradient $Dataset -Seed 3 @Arguments)
        $checks.Tensor | Should -Be (Get-NetworkWeight ($Network | Initialize-Network)).ForEach({ "$($_.Layer).$($_.Role)" })
        ($checks | Measure-Object Checked -Sum).Sum | Should -BeGreaterThan 0
        foreach ($check in $checks) {
            $check.Passed | Should -BeTrue -Because "$($check.Tensor) differs by $($check.MaximumError)"
        }
    }
}

Describe 'Gradients' {
    It 'of activation <_> in a dense layer' -ForEach $activations {
        # A threshold unit has no gradient to hand back, so that it stands at the end, where the perceptron loss takes its z.
        if ($_ -in 'Step', 'Sign') {
            Assert-Gradient (New-Network 5 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 1 -Activation $_) $twoClasses @{ Loss = 'Perceptron' }
        } else {
            Assert-Gradient (New-Network 5 | Add-DenseLayer 6 -Activation $_ | Add-DenseLayer 3) $classes
        }
    }

    It 'of activation <_> in a layer of its own' -ForEach ($activations | Where-Object { $_ -notin 'Step', 'Sign' }) {
        Assert-Gradient (New-Network 5 | Add-DenseLayer 6 | Add-ActivationLayer $_ | Add-DenseLayer 3) $classes
    }

    It 'of LeakyReLU and ELU with a slope of their own' {
        Assert-Gradient (New-Network 5 | Add-DenseLayer 6 | Add-ActivationLayer LeakyReLU -Alpha 0.3 | Add-DenseLayer 6 |
                Add-ActivationLayer ELU -Alpha 0.7 | Add-DenseLayer 3) $classes
    }

    It 'of loss <_>' -ForEach $losses {
        $loss = $_
        if ($loss -in 'SquaredError', 'HalfSquaredError', 'AbsoluteError', 'Huber') {
            Assert-Gradient (New-Network 5 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 1) $numbers @{ Loss = $loss }
        } elseif ($loss -eq 'CrossEntropy') {
            Assert-Gradient (New-Network 5 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 3) $classes @{ Loss = $loss }
        } else {
            Assert-Gradient (New-Network 5 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 1) $twoClasses @{ Loss = $loss }
        }
    }

    It 'of losses behind the activation that they contain, and behind one that they do not: <Loss>, <Last>' -ForEach @(
        @{ Loss = 'CrossEntropy'; Last = 'Softmax'; Units = 3 }
        @{ Loss = 'CrossEntropy'; Last = 'Sigmoid'; Units = 3 }
        @{ Loss = 'SquaredError'; Last = 'Softmax'; Units = 3 }
        @{ Loss = 'BinaryCrossEntropy'; Last = 'Sigmoid'; Units = 3 }
        @{ Loss = 'HalfSquaredError'; Last = 'Sigmoid'; Units = 3 }
        @{ Loss = 'Hinge'; Last = 'Tanh'; Units = 3 }
    ) {
        Assert-Gradient (New-Network 5 | Add-DenseLayer $Units -Activation $Last) $classes @{ Loss = $Loss }
    }

    It 'of a dense layer without bias, and of one on images' {
        Assert-Gradient (New-Network 5 | Add-DenseLayer 4 -NoBias -Activation Tanh | Add-DenseLayer 3) $classes
        Assert-Gradient (New-Network 8, 8, 2 | Add-FlattenLayer | Add-DenseLayer 3) $images
    }

    It 'of a convolution: <Name>' -ForEach @(
        @{ Name = '3x3'; Layer = @{} }
        @{ Name = '1x1'; Layer = @{ KernelSize = 1 } }
        @{ Name = '2x3'; Layer = @{ KernelSize = 2, 3 } }
        @{ Name = 'stride 2'; Layer = @{ Stride = 2 } }
        @{ Name = 'stride 3, kernel 2'; Layer = @{ Stride = 3; KernelSize = 2 } }
        @{ Name = 'same padding'; Layer = @{ Padding = 'Same' } }
        @{ Name = 'same padding, stride 2'; Layer = @{ Padding = 'Same'; Stride = 2 } }
        @{ Name = 'padding 2, kernel 5'; Layer = @{ Padding = 2; KernelSize = 5 } }
        @{ Name = 'dilation 2'; Layer = @{ Dilation = 2 } }
        @{ Name = 'dilation 2, same padding'; Layer = @{ Dilation = 2; Padding = 'Same' } }
        @{ Name = 'two groups'; Layer = @{ Groups = 2 } }
        @{ Name = 'two groups, stride 2, padding 1'; Layer = @{ Groups = 2; Stride = 2; Padding = 1 } }
        @{ Name = 'without bias'; Layer = @{ NoBias = $true } }
    ) {
        Assert-Gradient (New-Network 8, 8, 2 | Add-ConvLayer 4 -Activation Tanh @Layer | Add-FlattenLayer | Add-DenseLayer 3) $images
    }

    It 'of a convolution behind another, so that gradients pass through: <Name>' -ForEach @(
        @{ Name = '3x3'; Layer = @{} }
        @{ Name = 'stride 2, same padding'; Layer = @{ Padding = 'Same'; Stride = 2 } }
        @{ Name = 'dilation 2'; Layer = @{ Dilation = 2 } }
        @{ Name = 'four groups'; Layer = @{ Groups = 4 } }
    ) {
        Assert-Gradient (New-Network 8, 8, 2 | Add-ConvLayer 4 -Activation SiLU | Add-ConvLayer 4 -Activation Tanh @Layer |
                Add-FlattenLayer | Add-DenseLayer 3) $images
    }

    It 'through pooling: <Name>' -ForEach @(
        @{ Name = 'maximum'; Layer = @{ Kind = 'Max' } }
        @{ Name = 'maximum, 3x3, stride 2'; Layer = @{ Kind = 'Max'; Size = 3; Stride = 2 } }
        @{ Name = 'maximum, 3x3, stride 2, padding 1'; Layer = @{ Kind = 'Max'; Size = 3; Stride = 2; Padding = 1 } }
        @{ Name = 'mean'; Layer = @{ Kind = 'Average' } }
        @{ Name = 'mean, 3x3, stride 1, same padding'; Layer = @{ Kind = 'Average'; Size = 3; Stride = 1; Padding = 'Same' } }
        @{ Name = 'global maximum'; Layer = @{ Kind = 'GlobalMax' } }
        @{ Name = 'global mean'; Layer = @{ Kind = 'GlobalAverage' } }
    ) {
        $network = New-Network 8, 8, 2 | Add-ConvLayer 3 -Activation Tanh | Add-PoolingLayer @Layer
        if ($network.OutputShape.Count -gt 1) { $network = $network | Add-FlattenLayer }
        Assert-Gradient ($network | Add-DenseLayer 3) $images
    }

    It 'through dropout, with the same values dropped each time' {
        Assert-Gradient (New-Network 5 | Add-DenseLayer 8 -Activation Tanh | Add-DropoutLayer 0.4 | Add-DenseLayer 3) $classes
        Assert-Gradient (New-Network 8, 8, 2 | Add-ConvLayer 3 | Add-DropoutLayer 0.4 | Add-FlattenLayer | Add-DenseLayer 3) $images
    }

    It 'of the convolutional network of the demo' {
        Assert-Gradient (New-Network 8, 8, 2 | Add-ConvLayer 4 -Padding Same -Activation ReLU | Add-PoolingLayer |
                Add-ConvLayer 6 -Padding Same -Activation ReLU | Add-PoolingLayer | Add-FlattenLayer | Add-DropoutLayer 0.25 |
                Add-DenseLayer 3 -Activation Softmax) $images
    }

    It 'that are wrong are found: a penalty that the training does not know' {
        # The check itself must be able to fail: a tolerance below rounding does not pass.
        $checks = New-Network 5 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 3 | Test-Gradient $classes -Seed 3 -Tolerance 1e-12
        $checks.Passed | Should -Contain $false
    }
}
