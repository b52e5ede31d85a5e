BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Import.ps1')

    # The examples of the README, each under the words in bold that stand before it.
    $text = Get-Content -Raw (Join-Path $root 'README.md')
    $examples = [regex]::Matches($text, '(?ms)^\*\*(?<title>[^*\n]+?)\.?\*\*(?:(?!^```).)*?^```powershell\r?\n(?<code>.*?)^```') | ForEach-Object {
        @{ Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $readme = Get-Content -Raw (Join-Path $root 'README.md')
}

Describe 'The README' {
    It 'has five examples at least, and none without a title that would not be run' {
        $blocks = [regex]::Matches($readme, '(?m)^```powershell\r?$').Count
        $blocks | Should -BeGreaterOrEqual 5
        $titled = [regex]::Matches($readme, '(?ms)^\*\*[^*\n]+\*\*(?:(?!^```).)*?^```powershell\r?$').Count
        $titled | Should -Be $blocks
    }

    It 'runs: <Title>' -ForEach $examples {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        Push-Location $folder
        try {
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            $output = & ([scriptblock]::Create($Code)) | Out-String
            $output.Trim() | Should -Not -BeNullOrEmpty
            $output | Should -Not -Match '\bFalse\b|NaN'
        }
        finally {
            Pop-Location
        }
    }

    It 'lists exactly the cmdlets of the module' {
        $listed = [regex]::Matches($readme, '(?m)^\|[^|]*\| `(?<name>[A-Z]\w+-\w+)` \|') | ForEach-Object { $_.Groups['name'].Value }
        ($listed | Sort-Object) -join ', ' | Should -Be (((Get-ModuleCommand).Name | Sort-Object) -join ', ')
    }

    It 'links only to files that are there' {
        $links = [regex]::Matches($readme, '\]\((?!https?:)(?<path>[^)#]+)\)') | ForEach-Object { $_.Groups['path'].Value }
        $links | ForEach-Object { Join-Path $root $_ } | Should -Exist
    }

    It 'shows a terminal, not a placeholder' {
        $readme | Should -Match '(?m)^On digits that it has not seen:'
        $readme | Should -Not -Match '@@|TODO'
    }
}
