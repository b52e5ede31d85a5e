#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Examples of the lectures whose answers are known exactly, through the cmdlets.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1

    function Get-Sigmoid([double] $z) { 1 / (1 + [Math]::Exp(-$z)) }

    # Solves A x = b by Gaussian elimination with pivots.
    function Resolve-Linear([double[][]] $A, [double[]] $b) {
        $n = $b.Length
        $rows = foreach ($i in 0..($n - 1)) { , [double[]] ($A[$i] + $b[$i]) }
        $rows = @($rows)
        foreach ($k in 0..($n - 1)) {
            $pivot = $k..($n - 1) | Sort-Object { -[Math]::Abs($rows[$_][$k]) } | Select-Object -First 1
            $rows[$k], $rows[$pivot] = $rows[$pivot], $rows[$k]
            foreach ($i in 0..($n - 1)) {
                if ($i -ne $k) {
                    $factor = $rows[$i][$k] / $rows[$k][$k]
                    foreach ($j in $k..$n) { $rows[$i][$j] -= $factor * $rows[$k][$j] }
                }
            }
        }
        foreach ($i in 0..($n - 1)) { $rows[$i][$n] / $rows[$i][$i] }
    }
}

Describe 'Threshold units' {
    It 'compute AND with weights 1, 1 and threshold 1.5 over -1 and +1' {
        $and = New-Network 2 | Add-DenseLayer 1 -Activation Sign -Name unit | Set-NetworkWeight unit -Weight 1, 1 -Bias -1.5
        $outputs = foreach ($row in @(1, 1), @(1, -1), @(-1, 1), @(-1, -1)) { Get-Output $and $row }
        $outputs | Should -Be (1, -1, -1, -1)
    }

    It 'learn <Table> by the perceptron rule' -ForEach @{ Table = 'And' }, @{ Table = 'Or' } {
        $data = New-SyntheticDataset $Table -Signed
        $unit = New-Network 2 | Add-DenseLayer 1 -Activation Sign -WeightInitializer Zeros |
            Invoke-Training $data -Optimizer PerceptronRule -Epoch 50 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $unit.History.Count | Should -BeLessThan 50 -Because 'the rule ends when all samples are right'
        ($unit | Measure-Network $data).Accuracy | Should -Be 1
        $outputs = foreach ($row in @(1, 1), @(1, -1), @(-1, 1), @(-1, -1)) { Get-Output $unit $row }
        $outputs | Should -Be ($Table -eq 'And' ? @(1, -1, -1, -1) : @(1, 1, 1, -1))
    }

    It 'do not learn XOR, and the rule reports that it did not converge' {
        $data = New-SyntheticDataset Xor -Signed
        $unit = New-Network 2 | Add-DenseLayer 1 -Activation Sign -WeightInitializer Zeros |
            Invoke-Training $data -Optimizer PerceptronRule -Epoch 50 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        $warnings[0].Message | Should -BeLike '*did not converge*50 epochs*'
        $unit.History.Count | Should -Be 50
        ($unit | Measure-Network $data).Accuracy | Should -BeLessOrEqual 0.75
    }

    It 'compute XOR in two layers: x + y - 2 step(x + y - 1.5) - 0.5 > 0' {
        # The hidden layer hands x and y on, as steps of what is 0 or 1 already.
        $xor = New-Network 2 | Add-DenseLayer 3 -Activation Step -Name hidden | Add-DenseLayer 1 -Activation Step -Name output |
            Set-NetworkWeight hidden -Weight (1, 0), (0, 1), (1, 1) -Bias -0.5, -0.5, -1.5 |
            Set-NetworkWeight output -Weight 1, 1, -2 -Bias -0.5
        $outputs = foreach ($row in @(0, 0), @(0, 1), @(1, 0), @(1, 1)) { Get-Output $xor $row }
        $outputs | Should -Be 0, 1, 1, 0
    }

    It 'compute XOR as 2-2-1 with nine parameters: OR and not AND' {
        $xor = New-Network 2 | Add-DenseLayer 2 -Activation Step | Add-DenseLayer 1 -Activation Step |
            Set-NetworkWeight dense1 -Weight (1, 1), (1, 1) -Bias -0.5, -1.5 | Set-NetworkWeight dense2 -Weight 1, -1 -Bias -0.5
        $xor.ParameterCount | Should -Be 9
        $data = New-SyntheticDataset Xor
        ($xor | Measure-Network $data).Accuracy | Should -Be 1
        ($data | Get-Prediction $xor -Raw).ForEach({ $_[0] }) | Should -Be 0, 1, 1, 0
    }

    It 'are not needed for two layers to learn XOR by gradient descent' {
        $data = New-SyntheticDataset Xor
        $learned = New-Network 2 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 1 -Activation Sigmoid |
            Invoke-Training $data -Optimizer Adam -LearningRate 0.05 -FullBatch -Epoch 500 -Seed 1
        $result = $learned | Measure-Network $data
        $result.Accuracy | Should -Be 1
        $result.Loss | Should -BeLessThan 0.1
    }
}

Describe 'Forward values' {
    It 'of one layer with sigmoid: z = (4, -2), a = (0.98, 0.12)' {
        $linear = New-Network 2 | Add-DenseLayer 2 | Set-NetworkWeight dense1 -Weight (1, -2), (-1, 1) -Bias 1, 0
        Get-Output $linear (1, -1) | Should -Be (4, -2)
        $sigmoid = New-Network 2 | Add-DenseLayer 2 -Activation Sigmoid | Set-NetworkWeight dense1 -Weight (1, -2), (-1, 1) -Bias 1, 0
        $a = Get-Output $sigmoid (1, -1)
        $a.ForEach({ [Math]::Round($_, 2) }) | Should -Be 0.98, 0.12
        [Math]::Abs($a[0] - (Get-Sigmoid 4)) | Should -BeLessThan 1e-6
        [Math]::Abs($a[1] - (Get-Sigmoid -2)) | Should -BeLessThan 1e-6
    }

    It 'of three layers with sigmoid: f(1, -1) = (0.62, 0.83), f(0, 0) = (0.51, 0.85)' {
        $f = New-Network 2 | Add-DenseLayer 2 -Activation Sigmoid | Add-DenseLayer 2 -Activation Sigmoid |
            Add-DenseLayer 2 -Activation Sigmoid | Set-NetworkWeight dense1 -Weight (1, -2), (-1, 1) -Bias 1, 0 |
            Set-NetworkWeight dense2 -Weight (2, -1), (-2, -1) -Bias 0, 0 |
            Set-NetworkWeight dense3 -Weight (3, -1), (-1, 4) -Bias -2, 2
        (Get-Output $f (1, -1)).ForEach({ [Math]::Round($_, 2) }) | Should -Be 0.62, 0.83
        (Get-Output $f (0, 0)).ForEach({ [Math]::Round($_, 2) }) | Should -Be 0.51, 0.85
    }

    It 'of three layers with ReLU everywhere: (0.31, 0.21, 0), (0, 0.489), 0.489' {
        $one = New-Network 3 | Add-DenseLayer 3 -Activation ReLU -NoBias |
            Set-NetworkWeight dense1 -Weight (.3, .4, .2), (.3, .5, .2), (.8, 1, -1)
        $two = $one | Add-DenseLayer 2 -Activation ReLU -NoBias | Set-NetworkWeight dense2 -Weight (0, -1.2, .5), (.9, 1, 0)
        $three = $two | Add-DenseLayer 1 -Activation ReLU -NoBias | Set-NetworkWeight dense3 -Weight -1, 1
        (Get-Output $one (1.5, -1, 1.3)).ForEach({ [Math]::Round($_, 5) }) | Should -Be 0.31, 0.21, 0
        (Get-Output $two (1.5, -1, 1.3)).ForEach({ [Math]::Round($_, 5) }) | Should -Be 0, 0.489
        (Get-Output $three (1.5, -1, 1.3)).ForEach({ [Math]::Round($_, 5) }) | Should -Be 0.489
    }

    It 'of tanh are those of a scaled sigmoid: tanh(x) = 2 sigmoid(2x) - 1' {
        $tanh = New-Network 1 | Add-DenseLayer 1 -Activation Tanh | Set-NetworkWeight dense1 -Weight 1 -Bias 0
        $scaled = New-Network 1 | Add-DenseLayer 1 -Activation Sigmoid | Add-DenseLayer 1 |
            Set-NetworkWeight dense1 -Weight 2 -Bias 0 | Set-NetworkWeight dense2 -Weight 2 -Bias -1
        $grid = -40..40 | ForEach-Object { , @($_ / 8) }
        $left = ($grid | Get-Prediction $tanh -Raw).ForEach({ $_[0] })
        $right = ($grid | Get-Prediction $scaled -Raw).ForEach({ $_[0] })
        foreach ($i in 0..80) {
            [Math]::Abs($left[$i] - $right[$i]) | Should -BeLessThan 1e-6
            [Math]::Abs($left[$i] - [Math]::Tanh($grid[$i][0])) | Should -BeLessThan 1e-6
        }
    }
}

Describe 'Cross-entropy' {
    BeforeAll {
        $p = 0.63, 0.12, 0.07, 0.18
        $expected = -[Math]::Log(0.63)
    }

    It 'of p = (0.63, 0.12, 0.07, 0.18) for the first class is -ln 0.63, through <Name>' -ForEach @(
        @{ Name = 'softmax of the logarithms'; Activation = 'Softmax' }
        @{ Name = 'logits without softmax'; Activation = 'Linear' }
    ) {
        $network = New-Network 1 | Add-DenseLayer 4 -Activation $Activation |
            Set-NetworkWeight dense1 -Weight (, 0), (, 0), (, 0), (, 0) -Bias ($p.ForEach({ [Math]::Log($_) }))
        $data = [pscustomobject]@{ x = 1; y = 'a' } | ConvertTo-Dataset -LabelColumn y -ClassName a, b, c, d
        $loss = ($network | Measure-Network $data -Loss CrossEntropy).Loss
        [Math]::Abs($loss - $expected) | Should -BeLessThan 1e-6
    }

    It 'of probabilities against one-hot targets is the same' {
        # ReLU leaves probabilities as they are, and a network that ends in it puts out no logits.
        $network = New-Network 4 | Add-ActivationLayer ReLU
        $row = [ordered]@{}
        foreach ($i in 0..3) { $row["p$i"] = $p[$i] }
        foreach ($i in 0..3) { $row["y$i"] = [int]($i -eq 0) }
        $data = [pscustomobject] $row | ConvertTo-Dataset -TargetColumn y0, y1, y2, y3
        $loss = ($network | Measure-Network $data -Loss CrossEntropy -Metric RMSE).Loss
        [Math]::Abs($loss - $expected) | Should -BeLessThan 1e-6
    }
}

Describe 'Images' {
    BeforeAll {
        # Correlation as in the lectures, with as many lines of zeros around the image as -Padding says.
        function Get-Correlation([double[][]] $Image, [double[][]] $Filter, [int] $Padding = 0) {
            $height = $Image.Count
            $width = $Image[0].Count
            $size = $Filter.Count
            foreach ($y in 0..($height + 2 * $Padding - $size)) {
                foreach ($x in 0..($width + 2 * $Padding - $size)) {
                    $sum = 0.0
                    foreach ($i in 0..($size - 1)) {
                        foreach ($j in 0..($size - 1)) {
                            $line = $y + $i - $Padding
                            $pixel = $x + $j - $Padding
                            if ($line -ge 0 -and $line -lt $height -and $pixel -ge 0 -and $pixel -lt $width) {
                                $sum += $Filter[$i][$j] * $Image[$line][$pixel]
                            }
                        }
                    }
                    $sum
                }
            }
        }

        function ConvertTo-FilterWeight([double[][]] $Filter) {
            , @(, @(foreach ($line in $Filter) { , @(foreach ($value in $line) { , @($value) }) }))
        }
    }

    It 'convolved: the 5x5 image and the crossed filter give ((4, 3, 4), (2, 4, 3), (2, 3, 4))' {
        $image = (1, 1, 1, 0, 0), (0, 1, 1, 1, 0), (0, 0, 1, 1, 1), (0, 0, 1, 1, 0), (0, 1, 1, 0, 0)
        $network = New-Network 5, 5, 1 | Add-ConvLayer 1 3 -NoBias |
            Set-NetworkWeight conv1 -Weight (ConvertTo-FilterWeight ((1, 0, 1), (0, 1, 0), (1, 0, 1)))
        $network.OutputShape | Should -Be 3, 3, 1
        Get-Output $network $image | Should -Be 4, 3, 4, 2, 4, 3, 2, 3, 4
    }

    It 'pooled by maximum, 2x2 with stride 2: ((6, 8), (3, 4))' {
        $network = New-Network 4, 4, 1 | Add-PoolingLayer Max 2 -Stride 2
        Get-Output $network ((1, 1, 2, 4), (5, 6, 7, 8), (3, 2, 1, 0), (1, 2, 3, 4)) | Should -Be 6, 8, 3, 4
    }

    It 'pooled by mean, 2x2: ((3.25, 5.25), (2, 2))' {
        $network = New-Network 4, 4, 1 | Add-PoolingLayer Average
        Get-Output $network ((1, 1, 2, 4), (5, 6, 7, 8), (3, 2, 1, 0), (1, 2, 3, 4)) | Should -Be 3.25, 5.25, 2, 2
    }

    It 'pooled as a whole by <Kind>: <Expected>' -ForEach @{ Kind = 'GlobalMax'; Expected = 8 }, @{ Kind = 'GlobalAverage'; Expected = 3.125 } {
        $network = New-Network 4, 4, 1 | Add-PoolingLayer $Kind
        $network.OutputShape | Should -Be 1
        Get-Output $network ((1, 1, 2, 4), (5, 6, 7, 8), (3, 2, 1, 0), (1, 2, 3, 4)) | Should -Be $Expected
    }

    It 'filtered: <Name>' -ForEach @(
        @{ Name = 'identity'; Filter = (0, 0, 0), (0, 1, 0), (0, 0, 0) }
        @{ Name = 'edges, diagonal'; Filter = (1, 0, -1), (0, 0, 0), (-1, 0, 1) }
        @{ Name = 'edges, Laplace'; Filter = (0, 1, 0), (1, -4, 1), (0, 1, 0) }
        @{ Name = 'edges, all directions'; Filter = (-1, -1, -1), (-1, 8, -1), (-1, -1, -1) }
        @{ Name = 'sharpen'; Filter = (0, -1, 0), (-1, 5, -1), (0, -1, 0) }
        @{ Name = 'box blur'; Filter = ((1 / 9), (1 / 9), (1 / 9)), ((1 / 9), (1 / 9), (1 / 9)), ((1 / 9), (1 / 9), (1 / 9)) }
        @{ Name = 'vertical stripes'; Filter = (0, 1, 0), (0, 1, 0), (0, 1, 0) }
        @{ Name = 'horizontal stripes'; Filter = (0, 0, 0), (1, 1, 1), (0, 0, 0) }
    ) {
        $pixels = (New-SyntheticDataset Digits -Count 1 -Seed 3).GetInput(0)
        $image = foreach ($line in 8..17) { , [double[]] $pixels[(28 * $line + 8)..(28 * $line + 17)] }
        $network = New-Network 10, 10, 1 | Add-ConvLayer 1 3 -Padding Same -NoBias |
            Set-NetworkWeight conv1 -Weight (ConvertTo-FilterWeight $Filter)
        $network.OutputShape | Should -Be 10, 10, 1
        $actual = Get-Output $network $image
        $expected = Get-Correlation $image $Filter 1
        ($expected | Measure-Object -AllStats).StandardDeviation | Should -BeGreaterThan 0.01 -Because 'the image is not blank'
        foreach ($i in 0..99) { [Math]::Abs($actual[$i] - $expected[$i]) | Should -BeLessThan 1e-5 }
    }
}

Describe 'Penalties' {
    BeforeAll {
        $data = -2, -1, 0, 1, 3 | ForEach-Object { [pscustomobject]@{ a = $_; b = $_ * $_ / 4; y = 2 * $_ + 1 } } |
            ConvertTo-Dataset -TargetColumn y
        $start = New-Network 2 | Add-DenseLayer 2 -Activation Tanh | Add-DenseLayer 1 |
            Set-NetworkWeight dense1 -Weight (0.5, -0.25), (-0.75, 1) -Bias 0.1, -0.2 |
            Set-NetworkWeight dense2 -Weight 0.8, -0.6 -Bias 0.3
        $rate = 0.125
        $factor = 0.5

        # What one step of gradient descent with a penalty takes off each weight, beyond the step without one.
        function Get-Difference([hashtable] $Penalty) {
            $step = @{ Dataset = $data; Epoch = 1; FullBatch = $true; Optimizer = 'SGD'; LearningRate = $rate; Loss = 'SquaredError' }
            $plain = $start | Invoke-Training @step
            $penalised = $start | Invoke-Training @step @Penalty
            foreach ($tensor in Get-NetworkWeight $start) {
                $before = @($tensor.Value | ForEach-Object { $_ })
                $without = @((Get-NetworkWeight $plain $tensor.Layer | Where-Object Role -eq $tensor.Role).Value | ForEach-Object { $_ })
                $with = @((Get-NetworkWeight $penalised $tensor.Layer | Where-Object Role -eq $tensor.Role).Value | ForEach-Object { $_ })
                foreach ($i in 0..($before.Count - 1)) {
                    [pscustomobject]@{ Role = $tensor.Role; Weight = $before[$i]; Difference = $without[$i] - $with[$i]; Plain = $without[$i] }
                }
            }
        }
    }

    It 'ridge adds lambda W to the gradient of weights, and nothing to that of biases' {
        $differences = Get-Difference @{ L2 = $factor }
        $differences.Count | Should -Be 9
        foreach ($item in $differences) {
            $item.Plain | Should -Not -Be $item.Weight -Because 'the step without a penalty moves everything'
            $expected = $item.Role -eq 'weight' ? $rate * $factor * $item.Weight : 0
            [Math]::Abs($item.Difference - $expected) | Should -BeLessThan ($item.Role -eq 'weight' ? 1e-6 : 1e-30)
        }
    }

    It 'lasso adds lambda sign(W) to the gradient of weights, and nothing to that of biases' {
        foreach ($item in Get-Difference @{ L1 = $factor }) {
            $expected = $item.Role -eq 'weight' ? $rate * $factor * [Math]::Sign($item.Weight) : 0
            [Math]::Abs($item.Difference - $expected) | Should -BeLessThan ($item.Role -eq 'weight' ? 1e-6 : 1e-30)
        }
    }

    It 'of a layer take the place of the one for the whole network' {
        $own = New-Network 2 | Add-DenseLayer 2 -Activation Tanh -L2 0.25 | Add-DenseLayer 1 |
            Set-NetworkWeight dense1 -Weight (0.5, -0.25), (-0.75, 1) -Bias 0.1, -0.2 | Set-NetworkWeight dense2 -Weight 0.8, -0.6 -Bias 0.3
        $step = @{ Dataset = $data; Epoch = 1; FullBatch = $true; Optimizer = 'SGD'; LearningRate = $rate; Loss = 'SquaredError' }
        $plain = $start | Invoke-Training @step
        $penalised = $own | Invoke-Training @step -L2 $factor
        foreach ($case in @('dense1', 0.25), @('dense2', $factor)) {
            $before = (Get-NetworkWeight $start $case[0])[0].Value[0][0]
            $without = (Get-NetworkWeight $plain $case[0])[0].Value[0][0]
            $with = (Get-NetworkWeight $penalised $case[0])[0].Value[0][0]
            [Math]::Abs($without - $with - $rate * $case[1] * $before) | Should -BeLessThan 1e-6
        }
    }

    It 'pass the gradient check: <Name>' -ForEach @(
        @{ Name = 'ridge'; Penalty = @{ L2 = 0.5 } }
        @{ Name = 'lasso'; Penalty = @{ L1 = 0.5 } }
        @{ Name = 'both'; Penalty = @{ L1 = 0.1; L2 = 0.3 } }
    ) {
        $checks = $start | Test-Gradient $data -Loss SquaredError @Penalty
        $checks.Tensor | Should -Be dense1.weight, dense1.bias, dense2.weight, dense2.bias
        $checks.Where({ -not $_.Passed }) | Should -BeNullOrEmpty
    }
}

Describe 'One unit is a linear model' {
    It 'with squared error: the coefficients of least squares' {
        $random = [Random]::new(7)
        $rows = foreach ($i in 1..60) {
            $a = 2 * $random.NextDouble() - 1
            $b = 2 * $random.NextDouble() - 1
            [pscustomobject]@{ a = $a; b = $b; y = 1.5 * $a - 0.75 * $b + 0.25 + 0.5 * ($random.NextDouble() - 0.5) }
        }
        # The normal equations, X'X w = X'y.
        $products = foreach ($i in 0..2) { , [double[]]::new(3) }
        $right = [double[]]::new(3)
        foreach ($row in $rows) {
            $x = $row.a, $row.b, 1
            foreach ($i in 0..2) {
                $right[$i] += $x[$i] * $row.y
                foreach ($j in 0..2) { $products[$i][$j] += $x[$i] * $x[$j] }
            }
        }
        $expected = Resolve-Linear $products $right

        $unit = New-Network 2 | Add-DenseLayer 1 |
            Invoke-Training ($rows | ConvertTo-Dataset -TargetColumn y) 400 -FullBatch -Optimizer SGD -LearningRate 0.3 -Seed 1
        $weight, $bias = Get-NetworkWeight $unit
        [Math]::Abs($weight.Value[0][0] - $expected[0]) | Should -BeLessThan 1e-3
        [Math]::Abs($weight.Value[0][1] - $expected[1]) | Should -BeLessThan 1e-3
        [Math]::Abs($bias.Value[0] - $expected[2]) | Should -BeLessThan 1e-3
    }

    It 'with sigmoid and binary cross-entropy: the coefficients of logistic regression' {
        $random = [Random]::new(11)
        $rows = foreach ($i in 1..80) {
            $a = 2 * $random.NextDouble() - 1
            $b = 2 * $random.NextDouble() - 1
            $isOne = $random.NextDouble() -lt (Get-Sigmoid (2 * $a - $b + 0.5))
            [pscustomobject]@{ a = $a; b = $b; y = $isOne ? 'yes' : 'no' }
        }
        # Newton's method: w <- w + (X'SX)^-1 X'(y - p).
        $w = 0.0, 0.0, 0.0
        foreach ($iteration in 1..12) {
            $hessian = foreach ($i in 0..2) { , [double[]]::new(3) }
            $gradient = [double[]]::new(3)
            foreach ($row in $rows) {
                $x = $row.a, $row.b, 1
                $p = Get-Sigmoid ($w[0] * $x[0] + $w[1] * $x[1] + $w[2])
                foreach ($i in 0..2) {
                    $gradient[$i] += $x[$i] * ([int]($row.y -eq 'yes') - $p)
                    foreach ($j in 0..2) { $hessian[$i][$j] += $p * (1 - $p) * $x[$i] * $x[$j] }
                }
            }
            $step = Resolve-Linear $hessian $gradient
            foreach ($i in 0..2) { $w[$i] += $step[$i] }
        }
        [Math]::Abs($step[0]) | Should -BeLessThan 1e-9 -Because "Newton's method has converged"

        $unit = New-Network 2 | Add-DenseLayer 1 -Activation Sigmoid |
            Invoke-Training ($rows | ConvertTo-Dataset -LabelColumn y) 600 -FullBatch -Optimizer Nesterov -LearningRate 0.5 -Seed 1
        $unit.Loss | Should -Be 'BinaryCrossEntropy'
        $weight, $bias = Get-NetworkWeight $unit
        [Math]::Abs($weight.Value[0][0] - $w[0]) | Should -BeLessThan 1e-3
        [Math]::Abs($weight.Value[0][1] - $w[1]) | Should -BeLessThan 1e-3
        [Math]::Abs($bias.Value[0] - $w[2]) | Should -BeLessThan 1e-3
    }
}
