#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Formulas: their derivatives, and activations and losses that are made of them.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $moons = New-SyntheticDataset Moons -Count 200 -Noise 0.1 -Seed 1
    $few = New-SyntheticDataset Moons -Count 20 -Seed 1
    $grid = -4..4 | ForEach-Object { $_ / 2 }
}

Describe 'Get-Derivative' {
    It 'differentiates the worked example' {
        $record = Get-Derivative 'exp(x+2)^2 - exp(x+2)'
        $record.Derivative | Should -BeExactly '2 * exp(x + 2)^2 - exp(x + 2)'
        $record.Expression | Should -BeExactly 'exp(x + 2)^2 - exp(x + 2)'
        "$record" | Should -BeExactly $record.Derivative
        $points = Get-Derivative 'exp(x+2)^2 - exp(x+2)' -At $grid
        $points | Should -HaveCount 9
        foreach ($point in $points) {
            $expected = 2 * [Math]::Exp(2 * ($point.At + 2)) - [Math]::Exp($point.At + 2)
            [Math]::Abs($point.Slope - $expected) | Should -BeLessThan (1e-12 * [Math]::Max(1, $expected))
        }
        (Get-Derivative $record.Derivative -At $grid).Value | Should -Be $points.Slope
    }

    It 'says that the hyperbolic tangent is a stretched sigmoid' {
        $one = Get-Derivative 'tanh(x)' -At $grid
        $other = Get-Derivative '2 * sigmoid(2 * x) - 1' -At $grid
        foreach ($i in 0..8) {
            [Math]::Abs($one[$i].Value - $other[$i].Value) | Should -BeLessThan 1e-14
            [Math]::Abs($one[$i].Slope - $other[$i].Slope) | Should -BeLessThan 1e-14
        }
    }

    It 'takes several formulas, other variables and higher orders' {
        ('x^2', 'sin(x)' | Get-Derivative).Derivative | Should -Be '2 * x', 'cos(x)'
        (Get-Derivative 'x^2', 'sin(x)' -Order 2).Derivative | Should -Be '2', '-sin(x)'
        (Get-Derivative 'w * x + b' w).Derivative | Should -Be 'x'
        (Get-Derivative 'sigmoid(x)').Derivative | Should -Be 'sigmoid(x) * (1 - sigmoid(x))'
    }

    It 'shows a table of points' {
        $text = Get-Derivative 'x^2' -At 1, 3 | Out-String
        $text | Should -Match 'At\s+Value\s+Slope\s+Derivative'
        $text | Should -Match '3\s+9\s+6\s+2 \* x'
        (Get-Derivative 'x^2' -At 1, 3 | ConvertTo-Csv)[2] | Should -Match '"x\^2","x","1","2 \* x","3","9","6"'
    }

    It 'points at what is wrong, and goes on' {
        Assert-Error { Get-Derivative 'x * sigmod(x)' } 'FormulaUnknownName' 'InvalidArgument' 'column 5', 'sigmoid', 'softplus'
        Assert-Error { Get-Derivative '(x + 1' } 'FormulaSyntax' 'InvalidArgument' 'not closed', 'column 1'
        Assert-Error { Get-Derivative 't^2' } 'FormulaVariableMissing' 'InvalidArgument' 'it has t'
        Assert-Error { Get-Derivative 'w * x' -At 1 } 'FormulaValueMissing' 'InvalidArgument' "'w'"
        Assert-Error { Get-Derivative 'x' -Order 0 } 'ParameterArgumentValidationError' 'InvalidData'
        Assert-Error { Get-Derivative 'x' -At ([double]::NaN) } 'ParameterArgumentValidationError' 'InvalidData'
        ('x +', 'x^2' | Get-Derivative -ErrorAction Ignore).Derivative | Should -Be '2 * x'
    }
}

Describe 'Activations as formulas' {
    It 'give the values of those that have names' {
        foreach ($pair in ('x * sigmoid(x)', 'SiLU'), ('max(0, x)', 'ReLU'), ('silu(x)', 'SiLU'), ('tanh(x)', 'Tanh')) {
            $own = Get-Output (New-Network 9 | Add-ActivationLayer -Expression $pair[0]) $grid
            $named = Get-Output (New-Network 9 | Add-ActivationLayer $pair[1]) $grid
            foreach ($i in 0..8) { [Math]::Abs($own[$i] - $named[$i]) | Should -BeLessThan 1e-6 }
        }
    }

    It 'stand in the table, in files and in further training' {
        $network = New-Network 2 | Add-DenseLayer 8 -Expression 'x*sigmoid(x)' | Add-DenseLayer 2 -Activation Softmax
        $network | Out-String | Should -Match 'Formula\(x \* sigmoid\(x\)\)'
        $whole = $network | Invoke-Training $moons -Epoch 4 -Seed 1 -LossExpression '(y - p)^2' -ThrottleLimit 1
        $path = Join-Path $TestDrive 'formula.safetensors'
        $network | Invoke-Training $moons -Epoch 2 -Seed 1 -LossExpression '(y - p)^2' | Export-Network $path
        $read = Import-Network $path
        $read.Loss | Should -Be 'Formula((y - p)^2)'
        Get-WeightText ($read | Invoke-Training $moons -Epoch 2 -ThrottleLimit 2) | Should -BeExactly (Get-WeightText $whole)
    }

    It 'pass the gradient check on images' {
        $digits = New-SyntheticDataset Digits -Count 4 -Seed 1
        $check = New-Network 28, 28, 1 | Add-ConvLayer 3 -KernelSize 5 -Stride 3 -Expression 'sin(x) + x / 2' | Add-FlattenLayer |
            Add-DenseLayer 10 -Expression 'sigmoid(x)' | Test-Gradient $digits -LossExpression '(y - p)^2' -Element 10 -Seed 1
        $check.Passed | Should -Not -Contain $false
    }

    It 'are refused with the place' {
        Assert-Error { New-Network 2 | Add-DenseLayer 3 -Expression 'x * y' } 'FormulaUnknownName' 'InvalidArgument' 'column 5', 'Variables: x'
        Assert-Error { New-Network 2 | Add-ActivationLayer -Expression '3' } 'FormulaVariableMissing' 'InvalidArgument' 'no x'
        Assert-Error { New-Network 2 | Add-DenseLayer 3 -Expression 'x' -Activation ReLU } 'ActivationTwice' 'InvalidArgument' '-Expression'
        Assert-Error { New-Network 2 | Add-ActivationLayer ReLU -Expression 'x' } 'PositionalParameterNotFound' 'InvalidArgument'
    }
}

Describe 'Losses as formulas' {
    It 'give the value and the training of those that have names' {
        $network = New-Network 2 | Add-DenseLayer 8 -Activation Tanh | Add-DenseLayer 2 | Initialize-Network -Seed 1
        $own = ($network | Measure-Network $few -LossExpression '(y - p)^2').Loss
        $named = ($network | Measure-Network $few -Loss SquaredError).Loss
        [Math]::Abs($own / $named - 1) | Should -BeLessThan 1e-6
        $trained = $network | Invoke-Training $moons -Epoch 30 -LearningRate 0.02 -LossExpression 'softplus(p) - y * p' -Seed 1
        $trained.Loss | Should -Be 'Formula(softplus(p) - y * p)'
        # The cross-entropy of a sigmoid from its logits.
        $named = $network | Invoke-Training $moons -Epoch 30 -LearningRate 0.02 -Loss BinaryCrossEntropy -Seed 1
        [Math]::Abs($trained.History[-1].Loss / $named.History[-1].Loss - 1) | Should -BeLessThan 1e-3
        $trained.History[-1].Loss | Should -BeLessThan (0.7 * $trained.History[0].Loss)
    }

    It 'are refused with what is wrong' {
        $network = New-Network 2 | Add-DenseLayer 2
        Assert-Error { $network | Invoke-Training $moons -LossExpression '(y - yhat)^2' } 'FormulaUnknownName' 'InvalidArgument' 'Variables: y, p'
        Assert-Error { $network | Invoke-Training $moons -LossExpression 'y^2' } 'FormulaVariableMissing' 'InvalidArgument' 'prediction'
        Assert-Error { $network | Invoke-Training $moons -LossExpression 'p' -Loss Hinge } 'LossTwice' 'InvalidArgument' '-LossExpression'
    }
}
