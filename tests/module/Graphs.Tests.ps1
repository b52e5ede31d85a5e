BeforeAll {
    . "$PSScriptRoot/Worked.Common.ps1"
}

Describe 'Networks that branch and join' {
    It 'adds a residual block with a single -From' {
        $network = New-Network -InputShape 8, 8, 4 | Add-ConvLayer 4 -Padding Same -Name c | Add-MergeLayer -From input -Activation ReLU
        $network.Layers[-1].Source | Should -Be 'c', 'input'
        $network.OutputShape | Should -Be 8, 8, 4
        $network.Summary | Should -Match 'merge1\s+merge\s+c, input\s+8x8x4\s+0\s'
    }

    It 'concatenates branches that read the input' {
        $network = New-Network -InputShape 6 |
            Add-DenseLayer 3 -Name a -From input | Add-DenseLayer 5 -Name b -From input | Add-MergeLayer Concatenate -From a, b
        $network.OutputShape | Should -Be 8
        $network.OutputNames | Should -Be 'merge1'
    }

    It 'adds two inputs up' {
        $sum = New-Network -InputShape 2 -InputName x | Add-InputLayer 2 y | Add-MergeLayer Add -From x, y
        $sum.InputNames | Should -Be 'x', 'y'
        (, (1, 2, 10, 20) | Get-Prediction $sum -Raw) -join ' ' | Should -Be '11 22'
    }

    It 'starts a sub-network with the weights that it has' {
        $inner = New-Network -InputShape 2 | Add-DenseLayer 2 -Name d -NoBias | Set-NetworkWeight d -Weight (1, 2), (3, 4)
        $outer = New-Network -InputShape 2 | Add-NetworkLayer $inner -Name half
        (, (1, 1) | Get-Prediction $outer -Raw) -join ' ' | Should -Be '3 7'
        ($outer | Get-NetworkWeight).Role | Should -Be 'd.weight'
    }

    It 'counts shared weights once and trains them from both places' {
        $tower = New-Network -InputShape 3 | Add-DenseLayer 4 -Activation Tanh
        $twins = New-Network -InputShape 3 -InputName l | Add-NetworkLayer $tower -Name one | Add-InputLayer 3 r |
            Add-NetworkLayer -ShareWith one -Name other | Add-MergeLayer Multiply -From one, other | Add-DenseLayer 1
        $twins.ParameterCount | Should -Be (16 + 5)
        $data = 1..20 | ForEach-Object {
            [pscustomobject]@{ a = $_; b = $_ % 3; c = 1; d = $_ % 5; e = 2; f = $_ % 2; y = $_ % 7 }
        } | ConvertTo-Dataset -TargetColumn y
        $net = $twins | Invoke-Training $data -Epoch 3 -Seed 1
        $file = Join-Path $TestDrive 'twins.safetensors'
        $net | Export-Network $file
        $again = Import-Network $file
        $again.Summary | Should -Be $net.Summary
        (, (1, 2, 3, 1, 2, 3) | Get-Prediction $again -Raw) -join ' ' | Should -Be ((, (1, 2, 3, 1, 2, 3) | Get-Prediction $net -Raw) -join ' ')
        ($again | Invoke-Training $data -Epoch 1).History.Count | Should -Be 4
    }

    It 'refuses <Id> when the layer is added' -ForEach @(
        @{ Id = 'NoSuchSource'; Add = { Add-DenseLayer 2 -From missing -Network $args[0] } }
        @{ Id = 'Cycle'; Add = { Add-MergeLayer -Name m -From stem, m -Network $args[0] } }
        @{ Id = 'SourceCount'; Add = { Add-DenseLayer 2 -From input, stem -Network $args[0] } }
        @{ Id = 'MergeShapes'; Add = { Add-MergeLayer -From input, stem -Network $args[0] } }
        @{ Id = 'LayerNameTaken'; Add = { Add-InputLayer 3 stem -Network $args[0] } }
        @{ Id = 'ShareWith'; Add = { Add-NetworkLayer -ShareWith stem -Network $args[0] } }
        @{ Id = 'SubnetworkOutputs'; Add = { Add-NetworkLayer (New-Network 4) -Network $args[0] } }
    ) {
        $network = New-Network -InputShape 4 | Add-DenseLayer 3 -Name stem
        { & $Add $network } | Should -Throw -ErrorId "$Id,*"
    }

    It 'completes -From with layers, inputs and names before it in the pipeline' {
        $line = 'New-Network 4 -InputName x | Add-DenseLayer 3 -Name stem | Add-MergeLayer -From '
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText |
            Should -Be 'input', 'x', 'stem'
        $global:graphTest = New-Network 4 -InputName x | Add-DenseLayer 3 -Name body
        $line = '$graphTest | Add-MergeLayer -From '
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText |
            Should -Be 'x', 'body'
        Remove-Variable graphTest -Scope Global
    }
}

Describe 'Networks with several outputs' {
    BeforeAll {
        $rows = 0..59 | ForEach-Object { , @([float]($_ % 3 - 1), [float]($_ % 3 -eq 1), [float][Math]::Sin(0.7 * $_)) }
        $targets = 0..59 | ForEach-Object {
            , @([float]($_ % 3 -eq 0), [float]($_ % 3 -eq 1), [float]($_ % 3 -eq 2), [float][Math]::Sin(0.7 * $_))
        }
        $data = ConvertTo-Dataset -InputObject $rows -Target $targets
        $two = New-Network -InputShape 3 | Add-DenseLayer 12 -Activation Tanh -Name hidden |
            Add-DenseLayer 3 -Activation Softmax -Name kind -From hidden | Add-DenseLayer 1 -Name size -From hidden
    }

    It 'trains, measures and predicts each output' {
        $net = $two | Invoke-Training $data -Epoch 40 -LearningRate 0.02 -BatchSize 16 -Seed 1 -Loss CrossEntropy, SquaredError -LossWeight 1, 0.5
        $net.OutputNames | Should -Be 'kind', 'size'
        $net.Loss | Should -Be 'CrossEntropy, SquaredError'
        $net.History[-1].kind_Accuracy | Should -BeGreaterThan 0.95
        $net.History[-1].size_MAE | Should -BeLessThan 0.3
        ($net | Measure-Network $data).kind_Accuracy | Should -BeGreaterThan 0.95
        $prediction = , $rows[1] | Get-Prediction $net
        $prediction.Prediction_kind | Should -Be '1'
        $prediction.Confidence_kind | Should -BeGreaterThan 0.5
        $prediction.Prediction | Should -BeOfType [float]
        (, $rows[1] | Get-Prediction $net -Raw).Count | Should -Be 4
    }

    It 'refuses losses that do not fit the outputs' {
        { $two | Invoke-Training $data -Epoch 1 -Loss CrossEntropy, SquaredError, Huber } | Should -Throw -ErrorId 'LossCount,*'
        { $two | Invoke-Training $data -Epoch 1 -Loss SquaredError -LossWeight 1 } | Should -Throw -ErrorId 'LossWeightCount,*'
        { $two | Invoke-Training $data -Epoch 1 -LossWeight 1, 2 } | Should -Throw -ErrorId 'LossMissing,*'
    }
}
