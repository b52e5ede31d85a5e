#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Rows go in as people have them, and come back with what the network says.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1

    # Two species that one measure tells apart, from a file as Import-Csv reads it: all text.
    $csv = Join-Path $TestDrive flowers.csv
    $random = [Random]::new(3)
    $culture = [cultureinfo]::InvariantCulture
    @('length,colour,species') + @(foreach ($i in 1..60) {
            $isRose = $i % 2
            '{0},{1},{2}' -f ($isRose * 3 + $random.NextDouble()).ToString($culture), ('red', 'white')[$random.Next(2)], ('tulip', 'rose')[$isRose]
        }) | Set-Content $csv
    $data = Import-Dataset $csv | Convert-Dataset -Standardize
    $network = New-Network $data.InputShape | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 2 -Activation Softmax |
        Invoke-Training $data -Epoch 60 -LearningRate 0.05 -Seed 1
    $rows = Import-Csv $csv
}

Describe 'Rows of Import-Csv' {
    It 'come back with Prediction and Confidence, their own columns as they were' {
        $results = @($rows | Get-Prediction $network)
        $results.Count | Should -Be 60
        $results[0].PSObject.Properties.Name | Should -Be length, colour, species, Prediction, Confidence
        $results[0].length | Should -BeOfType string
        $results.length | Should -Be (Import-Csv $csv).length
        $results.Where({ $_.Prediction -ne $_.species }) | Should -BeNullOrEmpty
        foreach ($result in $results) {
            $result.Confidence | Should -BeGreaterThan 0.5
            $result.Confidence | Should -BeLessOrEqual 1
        }
    }

    It 'need no label, may have more columns, and these in another order' {
        $result = [pscustomobject]@{ note = 'new'; colour = 'red'; length = '3.4' } | Get-Prediction $network
        $result.Prediction | Should -Be rose
        $result.note | Should -Be new
        ([pscustomobject]@{ COLOUR = 'white'; Length = 0.3 } | Get-Prediction $network).Prediction | Should -Be tulip
    }

    It 'get a column per class with -ClassProbability, which sum to 1' {
        $result = $rows[0] | Get-Prediction $network -ClassProbability
        $result.PSObject.Properties.Name | Should -Contain Probability_rose
        $result.PSObject.Properties.Name | Should -Contain Probability_tulip
        [Math]::Abs($result.Probability_rose + $result.Probability_tulip - 1) | Should -BeLessThan 1e-6
        $result.Confidence | Should -Be ([Math]::Max($result.Probability_rose, $result.Probability_tulip))
    }

    It 'predict the same through a file' {
        $path = Join-Path $TestDrive flowers.safetensors
        $network | Export-Network $path
        $loaded = Import-Network $path
        $row = [pscustomobject]@{ colour = 'red'; length = '3.4' }
        ($row.PSObject.Copy() | Get-Prediction $loaded).Confidence | Should -BeExactly ($row | Get-Prediction $network).Confidence
    }

    It 'that are wrong are errors that name row and column, and the rest goes on' {
        $mixed = @(
            [pscustomobject]@{ length = '3.1'; colour = 'red' }
            [pscustomobject]@{ length = 'long'; colour = 'red' }
            [pscustomobject]@{ length = ''; colour = 'red' }
            [pscustomobject]@{ length = '3.1'; colour = 'blue' }
            [pscustomobject]@{ colour = 'red' }
            [pscustomobject]@{ length = '0.2'; colour = 'white' }
        )
        $results = @($mixed | Get-Prediction $network -ErrorVariable errors -ErrorAction SilentlyContinue)
        $results.Prediction | Should -Be rose, tulip
        $errors.Count | Should -Be 4
        $errors[0].Exception.Message | Should -BeLike '*Row 2*length*long*number*'
        $errors[1].Exception.Message | Should -BeLike '*Row 3*length*'
        $errors[2].Exception.Message | Should -BeLike '*Row 4*colour*blue*red*white*'
        $errors[3].Exception.Message | Should -BeLike '*Row 5*length*'
        foreach ($record in $errors) {
            $record.CategoryInfo.Category | Should -Be InvalidData
            $record.TargetObject | Should -Not -BeNullOrEmpty
        }
        ($errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be ValueNotNumeric
        ($errors[2].FullyQualifiedErrorId -split ',')[0] | Should -Be CategoryUnknown
    }

    It 'more than fit a batch come back in their order' {
        $many = foreach ($i in 0..999) { [pscustomobject]@{ id = $i; colour = 'red'; length = ($i % 2) * 3.5 } }
        $results = $many | Get-Prediction $network
        $results.id | Should -Be (0..999)
        $results.Where({ $_.Prediction -ne ('tulip', 'rose')[$_.id % 2] }) | Should -BeNullOrEmpty
    }
}

Describe 'A data set' {
    It 'gives Index, Label, Prediction and Confidence' {
        $results = @($data | Get-Prediction $network)
        $results.Count | Should -Be 60
        $results[0].PSObject.Properties.Name | Should -Be Index, Label, Prediction, Confidence
        $results.Index | Should -Be (0..59)
        $results.Label | Should -Be $rows.species
        $results.Prediction | Should -Be $rows.species
    }

    It 'agrees with Measure-Network and the confusion matrix' {
        ($network | Measure-Network $data).Accuracy | Should -Be 1
        $matrix = $network | Get-ConfusionMatrix $data
        $matrix.Actual | Should -Be rose, tulip
        $matrix[0].rose | Should -Be 30
        $matrix[0].tulip | Should -Be 0
        $matrix[1].tulip | Should -Be 30
        $matrix.Support | Should -Be 30, 30
        $matrix.F1 | Should -Be 1, 1
    }

    It 'gives output vectors with -Raw' {
        $vectors = @($data | Get-Prediction $network -Raw)
        $vectors.Count | Should -Be 60
        $vectors[0] | Should -HaveCount 2
        , $vectors[0] | Should -BeOfType ([float[]])
        [Math]::Abs(($vectors[7] | Measure-Object -Sum).Sum - 1) | Should -BeLessThan 1e-6
    }
}

Describe 'Arrays' {
    BeforeAll {
        $sum = New-Network 2 | Add-DenseLayer 1 | Set-NetworkWeight dense1 -Weight 1, 10 -Bias 0.5
        $pair = New-Network 2 | Add-DenseLayer 2 | Set-NetworkWeight dense1 -Weight (1, 0), (0, 2) -Bias 0, 0
    }

    It 'of arrays are rows' {
        $results = @((1, 2), (3, 4), (-1, 0.5) | Get-Prediction $sum)
        $results.Prediction | Should -Be (21.5, 43.5, 4.5)
        $results.Index | Should -Be 0, 1, 2
        $results[1].Input | Should -Be 3, 4
        $results[0].PSObject.Properties.Name | Should -Not -Contain Confidence
    }

    It 'as the argument are one row' {
        (Get-Prediction $sum (1, 2)).Prediction | Should -Be 21.5
        (Get-Prediction $sum ([float[]] (1, 2))).Prediction | Should -Be 21.5
    }

    It 'of floats, doubles, whole numbers and text are read alike, whatever the culture' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            foreach ($row in [float[]] (1.5, 2), [double[]] (1.5, 2), ('1.5', '2'), [decimal[]] (1.5, 2)) {
                (, $row | Get-Prediction $sum).Prediction | Should -Be 22
            }
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }

    It 'nested as images are rows, too' {
        $image = New-Network 2, 2, 1 | Add-FlattenLayer | Add-DenseLayer 1 | Set-NetworkWeight dense1 -Weight 1, 10, 100, 1000 -Bias 0
        (, ((1, 2), (3, 4)) | Get-Prediction $image).Prediction | Should -Be 4321
    }

    It 'give several numbers as an array, and -Raw the bare vector' {
        $result = , (3, 4) | Get-Prediction $pair
        $result.Prediction | Should -Be 3, 8
        $raw = @((3, 4), (5, 6) | Get-Prediction $pair -Raw)
        $raw.Count | Should -Be 2
        $raw[1] | Should -Be 5, 12
    }

    It 'of the wrong length are errors that name row and lengths, and the rest goes on' {
        $results = @((1, 2), (1, 2, 3), (, 7), (3, 4) | Get-Prediction $sum -ErrorVariable errors -ErrorAction SilentlyContinue)
        $results.Prediction | Should -Be 21.5, 43.5
        $errors.Count | Should -Be 2
        ($errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be RowLength
        $errors[0].Exception.Message | Should -BeLike '*Row 2*3 value*2 values*'
    }

    It 'that are unrolled by the pipeline are told how to stay whole' {
        $null = 1, 2 | Get-Prediction $sum -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].Exception.Message | Should -BeLike '*(, $row) | Get-Prediction*'
    }

    It 'with text or NaN in them are errors that name the row' {
        $results = @(('a', 2), ([double]::NaN, 1), (1, 2) | Get-Prediction $sum -ErrorVariable errors -ErrorAction SilentlyContinue)
        $results.Prediction | Should -Be 21.5
        $errors.Count | Should -Be 2
        $errors[0].Exception.Message | Should -BeLike "*Row 1*'a'*number*"
        $errors[1].Exception.Message | Should -BeLike '*Row 2*NaN*'
    }
}

Describe 'A network' {
    It 'without weights cannot predict, and says what to do' {
        Assert-Error { , (1, 2) | Get-Prediction (New-Network 2 -Name bare | Add-DenseLayer 1) } NotInitialized InvalidOperation 'bare', 'Invoke-Training',
            'Initialize-Network', 'Set-NetworkWeight'
    }

    It 'that predicts numbers has no class probabilities' {
        $numbers = New-Network 2 | Add-DenseLayer 1 | Initialize-Network
        Assert-Error { , (1, 2) | Get-Prediction $numbers -ClassProbability } NoClasses InvalidArgument numbers, '-ClassProbability'
    }

    It 'that was not trained with columns takes no objects with columns' {
        $numbers = New-Network 2 | Add-DenseLayer 1 | Initialize-Network
        Assert-Error { [pscustomobject]@{ a = 1; b = 2 } | Get-Prediction $numbers -ErrorAction Stop } NoColumns InvalidData 'Row 1', columns, arrays
    }

    It 'for numbers gives predictions in the units of the targets' {
        $houses = foreach ($i in 1..40) { [pscustomobject]@{ rooms = $i % 8 + 1; price = 50000 + 25000 * ($i % 8 + 1) } }
        $priced = $houses | ConvertTo-Dataset -TargetColumn price | Convert-Dataset -Standardize | Convert-Dataset -StandardizeTarget
        $model = New-Network 1 | Add-DenseLayer 1 | Invoke-Training $priced -Epoch 100 -FullBatch -Optimizer SGD -LearningRate 0.3
        $result = [pscustomobject]@{ rooms = 4 } | Get-Prediction $model
        $result.Prediction | Should -BeGreaterThan 149000
        $result.Prediction | Should -BeLessThan 151000
    }
}
