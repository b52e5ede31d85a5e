#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What is wrong is said plainly, with a stable id, and nothing is lost.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $moons = New-SyntheticDataset Moons 100 -Seed 1
    $trained = New-Network 2 -Name small | Add-DenseLayer 3 -Activation Tanh | Add-DenseLayer 2 -Activation Softmax |
        Invoke-Training $moons -Epoch 1 -Seed 1

    function Write-Text([string] $Name, [string[]] $Lines) {
        $path = Join-Path $TestDrive $Name
        [IO.File]::WriteAllLines($path, $Lines)
        $path
    }

    function Write-Bytes([string] $Name, [byte[]] $Bytes) {
        $path = Join-Path $TestDrive $Name
        [IO.File]::WriteAllBytes($path, $Bytes)
        $path
    }
}

Describe 'Shapes that do not fit' {
    It 'a convolution behind a flat layer names the layer, the shape and the remedy' {
        Assert-Error { New-Network 28, 28, 1 | Add-FlattenLayer | Add-ConvLayer 8 -Name late } NeedsImage InvalidArgument late, 784, flattens
    }

    It 'a window larger than its input names both' {
        Assert-Error { New-Network 4, 4, 1 | Add-ConvLayer 8 5 -Name wide } WindowDoesNotFit InvalidArgument wide, 5x5, '4', padding
        Assert-Error { New-Network 4, 4, 1 | Add-PoolingLayer | Add-PoolingLayer | Add-PoolingLayer -Name last } WindowDoesNotFit InvalidArgument last
    }

    It 'channels that cannot be grouped name both numbers' {
        $record = Get-ErrorOf { New-Network 8, 8, 3 | Add-ConvLayer 4 -Groups 2 -Name grouped }
        $record.Exception.Message | Should -BeLike '*grouped*'
        $record.Exception.Message | Should -BeLike '*2*'
        $record.Exception.Message | Should -BeLike '*3*'
        $record.CategoryInfo.Category | Should -Be InvalidArgument
    }

    It 'data of another shape than the network names both and the remedy' {
        $network = New-Network 3 -Name three | Add-DenseLayer 1
        Assert-Error { $network | Invoke-Training $moons } InputShape InvalidArgument three, '3', '2', '-InputShape 2'
        Assert-Error { $network | Test-Gradient $moons } InputShape InvalidArgument three
        Assert-Error { $network | Initialize-Network | Measure-Network $moons } InputShape InvalidArgument three
        Assert-Error { $moons | Get-Prediction ($network | Initialize-Network) -ErrorAction Stop } InputShape InvalidArgument three
    }

    It 'more classes than outputs names the layer, both numbers and the remedy' {
        $blobs = New-SyntheticDataset Blobs 60 -Classes 4
        $network = New-Network 2 | Add-DenseLayer 3 -Activation Softmax -Name top
        Assert-Error { $network | Invoke-Training $blobs } TooManyClasses InvalidArgument top, '4 classes', '3 output', '4 units'
    }

    It 'targets of another length than the output names both and the remedy' {
        $numbers = (1, 2), (3, 4) | ConvertTo-Dataset -Target (1, 2, 3), (4, 5, 6)
        $network = New-Network 2 | Add-DenseLayer 2 -Name top
        Assert-Error { $network | Invoke-Training $numbers } TargetShape InvalidArgument top, '3', '2', '3 unit'
    }

    It 'weights of another shape than the layer names both' {
        $network = New-Network 2 | Add-DenseLayer 3 -Name units
        Assert-Error { $network | Set-NetworkWeight units -Weight (1, 2, 3), (4, 5, 6) } WeightShape InvalidArgument units, '3', '2'
        Assert-Error { $network | Set-NetworkWeight units -Bias 1, 2 } WeightShape InvalidArgument units, bias
        Assert-Error { $network | Set-NetworkWeight nowhere -Bias 1, 2, 3 } NoSuchLayer ObjectNotFound nowhere, units
        Assert-Error { $network | Set-NetworkWeight units } NothingToSet InvalidArgument '-Weight', '-Bias'
        { $network | Set-NetworkWeight units -Weight (1, 2), (3, 4, 5), (6, 7) } | Should -Throw '*same length*'
    }

    It 'names of layers that are taken are refused' {
        Assert-Error { New-Network 2 | Add-DenseLayer 2 -Name one | Add-DenseLayer 2 -Name ONE } LayerNameTaken InvalidArgument one
    }

    It 'a network without weights to learn cannot be trained' {
        Assert-Error { New-Network 2 -Name idle | Add-ActivationLayer ReLU | Invoke-Training $moons } NothingToLearn InvalidArgument idle, Add-DenseLayer
    }

    It 'a text where a data set is due says how to make one' {
        { New-Network 2 | Add-DenseLayer 1 | Invoke-Training ./moons.csv } | Should -Throw '*Import-Dataset*'
        { New-Network 2 | Add-DenseLayer 1 | Invoke-Training 1, 2 } | Should -Throw '*ConvertTo-Dataset*'
    }
}

Describe 'Data that cannot be used' {
    It 'no rows: <Name>' -ForEach @(
        @{ Name = 'a header only'; Lines = @('a,b,y') }
        @{ Name = 'nothing at all'; Lines = @() }
    ) {
        $path = Write-Text "none$($Lines.Count).csv" $Lines
        $record = Get-ErrorOf { Import-Dataset $path }
        ($record.FullyQualifiedErrorId -split ',')[0] | Should -BeIn EmptyDataset, FileEmpty
        $record.CategoryInfo.Category | Should -Be InvalidData
        $record.Exception.Message | Should -BeLike "*$(Split-Path -Leaf $path)*"
    }

    It 'no rows down the pipeline' {
        Assert-Error { @() | ConvertTo-Dataset } EmptyDataset InvalidData
    }

    It '<Name> in a numeric column names file, line and column' -ForEach @(
        @{ Name = 'text'; Cell = 'tall'; Id = 'ValueNotNumeric'; Words = 'tall', 'height' }
        @{ Name = 'an empty cell'; Cell = ''; Id = 'ValueMissing'; Words = 'height', 'missing' }
        @{ Name = 'NA'; Cell = 'NA'; Id = 'ValueMissing'; Words = 'height', 'missing' }
        @{ Name = 'NaN'; Cell = 'NaN'; Id = 'ValueMissing'; Words = 'height', 'missing' }
        @{ Name = 'infinity'; Cell = 'Infinity'; Id = 'ValueNotFinite'; Words = 'height', 'Infinity' }
        @{ Name = 'more than a float holds'; Cell = '1e60'; Id = 'ValueNotFinite'; Words = 'height', '1e60' }
    ) {
        # Enough numbers before it that the column cannot be taken for text.
        $lines = @('width,height,y') + @(foreach ($i in 1..3000) { "$i,$($i / 2),$('a', 'b' | Select-Object -Index ($i % 2))" })
        $lines[2990] = "1,$Cell,a"
        $path = Write-Text "cell.csv" $lines
        Assert-Error { Import-Dataset $path } $Id InvalidData (@($Words) + 'cell.csv' + '2991')
    }

    It 'text in a column of objects names row and column' {
        $rows = @(foreach ($i in 1..3000) { [pscustomobject]@{ a = $i; y = "c$($i % 2)" } }) + [pscustomobject]@{ a = 'x'; y = 'c0' }
        $set = $rows | ConvertTo-Dataset -LabelColumn y -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].Exception.Message | Should -BeLike "*3001*'a'*'x'*"
        $set.Count | Should -Be 3000 -Because 'the rest goes on'
    }

    It 'NaN and infinity in arrays name row and value' {
        $set = (1, 2), ([double]::NaN, 1), (3, [double]::PositiveInfinity), (5, 6) |
            ConvertTo-Dataset -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.Count | Should -Be 2
        foreach ($record in $errors) { ($record.FullyQualifiedErrorId -split ',')[0] | Should -Be ValueNotFinite }
        $errors[0].Exception.Message | Should -BeLike '*row 2*'
        $set.Count | Should -Be 2
    }

    It 'a missing label names line and column' {
        $path = Write-Text label.csv 'a,y', '1,x', '2,', '3,z'
        Assert-Error { Import-Dataset $path } ValueMissing InvalidData label.csv, '3', y, label
    }

    It 'labels out of range name the label and the classes' {
        $path = Write-Text range.csv 'a,y', '1,0', '2,1', '3,2', '4,3'
        Assert-Error { Import-Dataset $path -LabelColumn y -TargetKind Class -ClassName no, yes } LabelOutOfRange InvalidData range.csv, no, yes
        $names = Write-Text names.csv 'a,y', '1,cat', '2,dog', '3,cow'
        Assert-Error { Import-Dataset $names -ClassName cat, dog } LabelUnknown InvalidData names.csv, cow, cat, dog
    }

    It 'lines of another length name file and line' {
        $path = Write-Text ragged.csv 'a,b,y', '1,2,x', '1,2,3,y', '1,2,z'
        Assert-Error { Import-Dataset $path } RowLengthMismatch InvalidData ragged.csv, 'line 3', '4 cells', '3 columns'
    }

    It 'a column that is not there is named beside those that are' {
        $path = Write-Text columns.csv 'a,b,y', '1,2,x', '3,4,z'
        Assert-Error { Import-Dataset $path -LabelColumn species } ColumnUnknown InvalidData species, a, b, y
    }

    It 'labels that are fewer than rows' {
        Assert-Error { (1, 2), (3, 4), (5, 6) | ConvertTo-Dataset -Label 0, 1 -ErrorAction Stop } LabelCountMismatch InvalidData 'Row 3', '-Label', '2'
        Assert-Error { , (1, 2) | ConvertTo-Dataset -Label 0, 1 } LabelCountMismatch InvalidData '-Label', '2', '1'
    }

    It 'fractions that sum to more than 1' {
        $record = Get-ErrorOf { $moons | Split-Dataset -Fraction 0.8, 0.4 }
        $record.Exception.Message | Should -BeLike '*1*'
        $record.CategoryInfo.Category | Should -BeIn InvalidData, InvalidArgument
    }

    It 'a metric about classes with numbers, and the other way round' {
        $numbers = (1, 2), (3, 4) | ConvertTo-Dataset -Target 1, 2
        $one = New-Network 2 | Add-DenseLayer 1 | Initialize-Network
        Assert-Error { $one | Measure-Network $numbers -Metric Accuracy } MetricDoesNotFit InvalidArgument Accuracy, RMSE
        Assert-Error { $one | Measure-Network $moons -Metric R2 } MetricDoesNotFit InvalidArgument R2, Accuracy
        Assert-Error { $one | Get-ConfusionMatrix $numbers } NoLabels InvalidData labels, Measure-Network
    }
}

Describe 'Files of data' {
    BeforeAll {
        function Get-Idx([byte] $Type, [int[]] $Sizes, [byte[]] $Data) {
            [byte[]] (@(0, 0, $Type, $Sizes.Count) + @(foreach ($size in $Sizes) {
                        $bytes = [BitConverter]::GetBytes($size)
                        [array]::Reverse($bytes)
                        $bytes
                    }) + $Data)
        }

        function Compress-Byte([byte[]] $Bytes) {
            $stream = [IO.MemoryStream]::new()
            $gzip = [IO.Compression.GZipStream]::new($stream, [IO.Compression.CompressionLevel]::Optimal)
            $gzip.Write($Bytes, 0, $Bytes.Length)
            $gzip.Dispose()
            $stream.ToArray()
        }

        $good = Get-Idx 8 (5, 2, 2) (1..20)
    }

    It 'that are right are read: IDX, plain and compressed, with labels beside them' {
        $path = Write-Bytes train-images-idx3-ubyte $good
        $null = Write-Bytes train-labels-idx1-ubyte (Get-Idx 8 5 (0, 1, 2, 1, 0))
        $set = Import-Dataset $path
        $set.Count | Should -Be 5
        $set.InputShape | Should -Be 2, 2, 1
        $set.GetLabel(2) | Should -Be 2
        [Math]::Abs($set.GetInput(4)[3] - 20 / 255) | Should -BeLessThan 1e-7
        (Import-Dataset $path -RawPixel).GetInput(4) | Should -Be 17, 18, 19, 20
        (Import-Dataset (Write-Bytes t10k-images-idx3-ubyte.gz (Compress-Byte $good)) -RawPixel).GetInput(0) | Should -Be 1, 2, 3, 4
    }

    It 'IDX <Name>: <Id>' -ForEach @(
        @{ Name = 'truncated in the data'; Id = 'FileTruncated'; Make = { $good[0..30] } }
        @{ Name = 'truncated in the header'; Id = 'FileTruncated'; Make = { $good[0..9] } }
        @{ Name = 'that announces more than any memory'; Id = 'FileTruncated'; Make = { Get-Idx 8 (2147483647, 2147483647, 2147483647) (1, 2, 3) } }
        @{ Name = 'of an unknown type'; Id = 'IdxType'; Make = { Get-Idx 7 (5, 2, 2) (1..20) } }
        @{ Name = 'without dimensions'; Id = 'IdxDimension'; Make = { [byte[]] (0, 0, 8, 0, 1, 2, 3, 4) } }
        @{ Name = 'with a dimension of 0 lines'; Id = 'IdxDimension'; Make = { Get-Idx 8 (5, 0, 2) (1..20) } }
        @{ Name = 'with no rows'; Id = 'EmptyDataset'; Make = { Get-Idx 8 (0, 2, 2) @() } }
        @{ Name = 'with a negative size'; Id = 'IdxDimension'; Make = { Get-Idx 8 (-5, 2, 2) (1..20) } }
        @{ Name = 'of random bytes'; Id = 'IdxMagic'; Make = { [byte[]] (1..200).ForEach({ $_ * 37 % 251 }) } }
    ) {
        $path = Write-Bytes bad.idx (& $Make)
        Assert-Error { Import-Dataset $path -Format Idx } $Id InvalidData bad.idx
    }

    It 'IDX with bytes behind the data' {
        $path = Write-Bytes long.idx ([byte[]] ($good + 1..9))
        Assert-Error { Import-Dataset $path -Format Idx } FileOversized InvalidData long.idx, 36, 45
    }

    It 'IDX with labels that do not match' {
        $path = Write-Bytes fewer-images-idx3-ubyte $good
        $labels = Write-Bytes fewer-labels-idx1-ubyte (Get-Idx 8 3 (0, 1, 2))
        Assert-Error { Import-Dataset $path -LabelPath $labels } LabelCountMismatch InvalidData '5 rows', '3 labels'
    }

    It 'gzip <Name>' -ForEach @(
        @{ Name = 'cut off'; Make = { $bytes = Compress-Byte $good; $bytes[0..($bytes.Length - 12)] } }
        @{ Name = 'damaged'; Make = { $bytes = Compress-Byte $good; $bytes[14] = 255 - $bytes[14]; $bytes[16] = 255 - $bytes[16]; $bytes } }
    ) {
        $path = Write-Bytes broken.idx.gz (& $Make)
        $record = Get-ErrorOf { Import-Dataset $path -Format Idx }
        $record.CategoryInfo.Category | Should -Be InvalidData
        $record.Exception.Message | Should -BeLike '*broken.idx.gz*'
    }

    It 'CIFAR of the wrong length, and with labels out of range' {
        Assert-Error { Import-Dataset (Write-Bytes short.bin ([byte[]]::new(3072))) -Format Cifar10 } CifarLength InvalidData short.bin, 3073
        $row = [byte[]]::new(2 * 3073)
        $row[3073] = 10
        Assert-Error { Import-Dataset (Write-Bytes labels.bin $row) -Format Cifar10 } LabelOutOfRange InvalidData labels.bin, 'row 2', '10', '9'
    }

    It 'random bytes of <_> are refused by every reader, within seconds' -ForEach 1, 7, 100, 5000 {
        $random = [Random]::new($_)
        $bytes = [byte[]]::new($_)
        foreach ($format in 'Auto', 'Idx', 'Csv', 'Cifar10', 'Cifar100', 'Png') {
            $random.NextBytes($bytes)
            $bytes[0] = 200
            $path = Write-Bytes "random.$format" $bytes
            $record = Get-ErrorOf { Import-Dataset $path -Format $format }
            $record.CategoryInfo.Category | Should -Be InvalidData -Because "of $format with '$($record.Exception.Message)'"
            $record.Exception.Message | Should -BeLike '*random.*'
        }
    }

    It 'a quote that never closes, and zeros in text' {
        Assert-Error { Import-Dataset (Write-Text quote.csv 'a,y', '1,"x', '2,z') -Format Csv } QuoteUnclosed InvalidData quote.csv, 'line 2'
        $record = Get-ErrorOf { Import-Dataset (Write-Bytes zeros.csv ([byte[]]::new(500))) -Format Csv }
        $record.CategoryInfo.Category | Should -Be InvalidData
    }

    It 'a path that does not exist, or a folder' {
        foreach ($command in 'Import-Dataset', 'Import-Network') {
            $record = Get-ErrorOf { & $command (Join-Path $TestDrive nowhere.bin) }
            $record.CategoryInfo.Category | Should -Be ObjectNotFound
            $record.Exception.Message | Should -BeLike '*nowhere.bin*'
            $record = Get-ErrorOf { & $command -LiteralPath (Join-Path $TestDrive '[nowhere].bin') }
            $record.CategoryInfo.Category | Should -Be ObjectNotFound
            $record.Exception.Message | Should -BeLike '*nowhere*'
        }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive folder)
        (Get-ErrorOf { Import-Dataset $folder.FullName }).Exception.Message | Should -BeLike '*folder*'
        Assert-Error { Import-Network $folder.FullName } PathIsFolder InvalidArgument folder
        (Get-ErrorOf { Import-Dataset Env:PATH }).Exception.Message | Should -BeLike '*provider*'
    }
}

Describe 'A named pipe' -Skip:($IsWindows -or -not (Get-Command mkfifo -ErrorAction Ignore)) {
    It 'that nobody writes to does not keep <_> waiting' -ForEach 'Import-Dataset', 'Import-Network' {
        $pipe = Join-Path $TestDrive "pipe.$_"
        mkfifo $pipe
        $job = Start-ThreadJob { param($module, $command, $path) Import-Module $module; & $command $path } -ArgumentList $modulePath, $_, $pipe
        try {
            Wait-Job $job -Timeout 20 | Should -Not -BeNullOrEmpty
            (Get-ErrorOf { Receive-Job $job -ErrorAction Stop }).Exception.Message | Should -BeLike "*pipe.$_*"
        } finally {
            # A reader that waits is let go by a writer: without that the process would never end.
            if ($job.State -eq 'Running') { [IO.File]::Open($pipe, 'Open', 'ReadWrite').Dispose() }
            Remove-Job $job -Force
        }
    }
}

Describe 'Files of networks' {
    BeforeAll {
        $path = Join-Path $TestDrive good.safetensors
        $trained | Export-Network $path -WeightsOnly
        $bytes = [IO.File]::ReadAllBytes($path)
        $headerLength = [int] [BitConverter]::ToUInt64($bytes, 0)
        $headerText = [Text.Encoding]::UTF8.GetString($bytes, 8, $headerLength)
        $body = [byte[]] $bytes[(8 + $headerLength)..($bytes.Length - 1)]

        # A file with another header: the text is changed, the length follows.
        function Write-Network([string] $Name, [string] $Header, [byte[]] $Data = $body) {
            $text = [Text.Encoding]::UTF8.GetBytes($Header)
            Write-Bytes $Name ([byte[]] ([BitConverter]::GetBytes([uint64] $text.Length) + $text + $Data))
        }

        function Edit-Header([scriptblock] $Edit) {
            $header = $headerText | ConvertFrom-Json -AsHashtable
            & $Edit $header
            $header | ConvertTo-Json -Depth 10 -Compress
        }

        # The description stands in the metadata as JSON within JSON.
        function Edit-Description([scriptblock] $Change) {
            Edit-Header {
                param($header)
                $description = $header['__metadata__'].neuralps | ConvertFrom-Json -AsHashtable
                & $Change $description
                $header['__metadata__'].neuralps = $description | ConvertTo-Json -Depth 20 -Compress
            }
        }
    }

    It 'rewritten by hand without a change are read: the tests below change what they mean to' {
        $copy = Import-Network (Write-Network same.safetensors (Edit-Description { }))
        Get-WeightText $copy | Should -BeExactly (Get-WeightText $trained)
    }

    It '<Name>: <Id>' -ForEach @(
        @{ Name = 'of a later version'; Id = 'NetworkVersion'; Words = '999', 'Update'; Make = { Edit-Description { param($d) $d.version = 999 } } }
        @{ Name = 'of version 0'; Id = 'NetworkVersion'; Words = @('0'); Make = { Edit-Description { param($d) $d.version = 0 } } }
        @{ Name = 'of another format'; Id = 'NotANetwork'; Words = @('other'); Make = { Edit-Description { param($d) $d.format = 'other' } } }
        @{ Name = 'without a description'; Id = 'NotANetwork'; Words = @('neuralps'); Make = { Edit-Header { param($h) $h['__metadata__'].Remove('neuralps') } } }
        @{ Name = 'with a description that is not JSON'; Id = 'NetworkDescription'; Words = @(); Make = { Edit-Header { param($h) $h['__metadata__'].neuralps = '{"format":' } } }
        @{ Name = 'with a layer that is not known'; Id = 'UnknownLayerKind'; Words = @('warp'); Make = { Edit-Description { param($d) $d.layers[0].kind = 'warp' } } }
        @{ Name = 'with a layer without units'; Id = 'DescriptionField'; Words = @('units'); Make = { Edit-Description { param($d) $d.layers[0].Remove('units') } } }
        @{ Name = 'with another number of units than weights'; Id = 'TensorShape'; Words = @('dense1.weight'); Make = { Edit-Description { param($d) $d.layers[0].units = 4 } } }
        @{ Name = 'with a tensor too many'; Id = 'TensorUnknown'; Words = @('dense9.weight')
            Make = { Edit-Header { param($h) $h['dense9.weight'] = $h['dense1.weight']; $h.Remove('dense1.weight') } } }
        @{ Name = 'with overlapping tensors'; Id = 'SafeTensorsInvalid'; Words = @('overlaps')
            Make = { Edit-Header { param($h) $h['dense2.bias'].data_offsets = @(0, 8) } } }
        @{ Name = 'with a tensor beyond the end'; Id = 'SafeTensorsTruncated'; Words = @()
            Make = { Edit-Header { param($h) $h['dense2.weight'].shape = @(2000000000, 1); $h['dense2.weight'].data_offsets[1] = $h['dense2.weight'].data_offsets[0] + 8000000000 } } }
        @{ Name = 'with a shape that does not match its bytes'; Id = 'SafeTensorsInvalid'; Words = @('dense1.weight')
            Make = { Edit-Header { param($h) $h['dense1.weight'].shape = @(3, 3) } } }
        @{ Name = 'with a type that is not known'; Id = 'SafeTensorsTypeUnknown'; Words = @('Q4'); Make = { Edit-Header { param($h) $h['dense1.weight'].dtype = 'Q4' } } }
        @{ Name = 'with a header that is no JSON'; Id = 'SafeTensorsInvalid'; Words = @(); Make = { '{"dense1.weight": oops}' } }
        @{ Name = 'with a header that is a list'; Id = 'SafeTensorsInvalid'; Words = @(); Make = { '[1, 2, 3]' } }
    ) {
        $file = Write-Network bad.safetensors (& $Make)
        Assert-Error { Import-Network $file } $Id InvalidData (@($Words) + 'bad.safetensors')
    }

    It 'with a missing tensor' {
        # The last tensor of the data goes, with its bytes, so that only the description misses it.
        $names = ($headerText | ConvertFrom-Json -AsHashtable).GetEnumerator() | Where-Object Key -ne '__metadata__' |
            Sort-Object { $_.Value.data_offsets[1] }
        $last = $names[-1]
        $file = Write-Network missing.safetensors (Edit-Header { param($h) $h.Remove($last.Key) }) $body[0..($last.Value.data_offsets[0] - 1)]
        Assert-Error { Import-Network $file } TensorMissing InvalidData missing.safetensors, $last.Key
    }

    It 'cut off anywhere, or longer than they should be' {
        foreach ($length in 0, 4, 8, 9, 100, (8 + $headerLength), ($bytes.Length - 1)) {
            $file = Write-Bytes cut.safetensors ([ArraySegment[byte]]::new($bytes, 0, $length).ToArray())
            $record = Get-ErrorOf { Import-Network $file }
            $record.CategoryInfo.Category | Should -Be InvalidData -Because "$length bytes give '$($record.Exception.Message)'"
            $record.Exception.Message | Should -BeLike '*cut.safetensors*'
        }
        $long = Write-Bytes longer.safetensors ([byte[]] ($bytes + 0, 0, 0, 0))
        (Get-ErrorOf { Import-Network $long }).CategoryInfo.Category | Should -Be InvalidData
    }

    It 'with a header that would need more memory than the file justifies' {
        $file = Write-Bytes huge.safetensors ([byte[]] ([BitConverter]::GetBytes([uint64]::MaxValue) + 123, 125))
        Assert-Error { Import-Network $file } SafeTensorsHeaderTooLarge InvalidData huge.safetensors
        $file = Write-Bytes big.safetensors ([byte[]] ([BitConverter]::GetBytes([uint64] 99999999) + 123, 125))
        Assert-Error { Import-Network $file } SafeTensorsTruncated InvalidData big.safetensors
    }

    It 'of random bytes' {
        $random = [Random]::new(1)
        foreach ($length in 1, 8, 50, 3000) {
            $noise = [byte[]]::new($length)
            $random.NextBytes($noise)
            $file = Write-Bytes noise.safetensors $noise
            (Get-ErrorOf { Import-Network $file }).CategoryInfo.Category | Should -Be InvalidData
        }
    }

    It 'with any byte of the header changed are read or refused, never worse' {
        $random = [Random]::new(2)
        foreach ($i in 1..60) {
            $changed = [byte[]] $bytes.Clone()
            $changed[8 + $random.Next($headerLength)] = $random.Next(32, 127)
            $file = Write-Bytes fuzz.safetensors $changed
            try {
                $null = Import-Network $file
            } catch {
                $_.CategoryInfo.Category | Should -Be InvalidData -Because $_.Exception.Message
                $_.Exception.Message | Should -BeLike '*fuzz.safetensors*'
            }
        }
    }

    It 'are not overwritten without -Force' {
        $file = Join-Path $TestDrive twice.safetensors
        $trained | Export-Network $file
        $before = Get-FileHash $file
        Assert-Error { New-Network 5 | Add-DenseLayer 5 | Export-Network $file } FileExists ResourceExists twice.safetensors, '-Force'
        (Get-FileHash $file).Hash | Should -Be $before.Hash
        New-Network 5 -Name other | Add-DenseLayer 5 | Export-Network $file -Force
        (Import-Network $file).Name | Should -Be other
    }

    It 'are not written to a folder, or into one that is not there' {
        Assert-Error { $trained | Export-Network $TestDrive } PathIsFolder InvalidArgument folder
        Assert-Error { $trained | Export-Network (Join-Path $TestDrive no such net.safetensors) } FolderNotFound InvalidArgument such
        Assert-Error { $trained | Export-Network Env:net.safetensors } NotAFile InvalidData Environment, net.safetensors
    }

    It 'a disk that is full is said to be, and nothing is left behind' -Skip:(-not $IsLinux -or -not (Test-Path /dev/full)) {
        Assert-Error { $trained | Export-Network /dev/full -Force } FileNotWritten WriteError /dev/full, space
        Test-Path /dev/full | Should -BeTrue
        # A link to it is the same, as a file that someone has redirected.
        $link = New-Item -ItemType SymbolicLink (Join-Path $TestDrive full.safetensors) -Target /dev/full
        Assert-Error { $trained | Export-Network $link.FullName -Force } FileNotWritten WriteError full.safetensors
        Get-ChildItem $TestDrive -Force -Filter *.tmp | Should -BeNullOrEmpty
    }
}

Describe 'Trainings' {
    AfterEach {
        Remove-Variable InterruptedNetwork -Scope Global -ErrorAction Ignore
    }

    It 'that diverge say at which epoch and batch, and keep the last good weights' {
        $numbers = 1..64 | ForEach-Object { , @(($_ / 8), ($_ % 5)) } | ConvertTo-Dataset -Target (1..64)
        $start = New-Network 2 -Name wild | Add-DenseLayer 4 | Add-DenseLayer 1
        $good = $start | Invoke-Training $numbers -Epoch 2 -Optimizer SGD -LearningRate 1e-4 -BatchSize 16 -Seed 1
        Assert-Error { $good | Invoke-Training $numbers -Epoch 5 -LearningRate 1e30 } LossNotFinite InvalidResult 'epoch 3', batch,
            '$InterruptedNetwork', 'learning rate'
        $global:InterruptedNetwork | Should -BeOfType ([NeuralPS.Network])
        Get-WeightText $global:InterruptedNetwork | Should -BeExactly (Get-WeightText $good)
        $global:InterruptedNetwork.History.Count | Should -Be 2
        # The training goes on from there with a rate that works.
        $saved = $global:InterruptedNetwork | Invoke-Training $numbers -Epoch 1 -LearningRate 1e-4
        Get-WeightText $saved | Should -BeExactly (Get-WeightText ($good | Invoke-Training $numbers -Epoch 1))
    }

    It 'that diverge in the first epoch keep the initial weights' {
        $numbers = 1..64 | ForEach-Object { , @($_, 1) } | ConvertTo-Dataset -Target (1..64)
        $start = New-Network 2 | Add-DenseLayer 1 | Initialize-Network -Seed 5
        Assert-Error { $start | Invoke-Training $numbers -Optimizer SGD -LearningRate 1e30 -BatchSize 8 } LossNotFinite InvalidResult 'epoch 1'
        Get-WeightText $global:InterruptedNetwork | Should -BeExactly (Get-WeightText $start)
    }

    It 'with -WhatIf print the plan and train nothing' {
        $output = Invoke-Fresh @'
Import-Module $modulePath
$network = New-Network 28, 28, 1 -Name plan | Add-FlattenLayer | Add-DenseLayer 256 -Activation ReLU | Add-DenseLayer 128 -Activation ReLU |
    Add-DenseLayer 10 -Activation Softmax
$result = $network | Invoke-Training (New-SyntheticDataset Digits 640) -Epoch 3 -BatchSize 64 -ValidationFraction 0.1 -WhatIf
"Result: $($null -eq $result) Trained: $($network.IsTrained)"
'@
        $text = $output -join "`n"
        $text | Should -BeLike '*What if*plan*'
        $text | Should -BeLike '*28x28x1*10*235,146*'
        $text | Should -BeLike '*dense1*256*200,960*dense2*128*32,896*dense3*10*1,290*'
        $text | Should -BeLike '*576*64*'
        $text | Should -BeLike '*3 epochs of 9 batches of 64*'
        $text | Should -BeLike '*Adam*CrossEntropy*'
        $text | Should -BeLike '*Memory:*parameters*gradients*optimizer*activations*'
        $text | Should -BeLike '*Arithmetic:*multiply-adds*'
        $text | Should -BeLike '*Result: True Trained: False*'
    }

    It 'with settings out of range are refused before they start: <Name>' -ForEach @(
        @{ Name = 'no epochs'; Arguments = @{ Epoch = 0 } }
        @{ Name = 'a negative learning rate'; Arguments = @{ LearningRate = -1 } }
        @{ Name = 'an empty batch'; Arguments = @{ BatchSize = 0 } }
        @{ Name = 'an optimizer that is not known'; Arguments = @{ Optimizer = 'Magic' } }
        @{ Name = 'a loss that is not known'; Arguments = @{ Loss = 'Magic' } }
        @{ Name = 'a validation fraction of 1'; Arguments = @{ ValidationFraction = 1 } }
    ) {
        { New-Network 2 | Add-DenseLayer 1 | Invoke-Training $moons @Arguments } | Should -Throw
    }

    It 'with validation twice are refused' {
        Assert-Error { New-Network 2 | Add-DenseLayer 1 | Invoke-Training $moons -ValidationDataset $moons -ValidationFraction 0.1 } ValidationTwice InvalidArgument fraction
    }

    It 'of optimizers with settings that they do not have are refused' {
        $record = Get-ErrorOf { New-Optimizer SGD -Beta1 0.5 }
        $record.Exception.Message | Should -BeLike '*SGD*Beta1*'
    }
}
