#Requires -Version 7.6

<#
.SYNOPSIS
    Packs the staged module as a NuGet package, the form in which Install-PSResource takes modules.
.DESCRIPTION
    Takes name, version and description from the module's manifest. The package holds the files of the manifest's FileList, and what
    makes a package of them: the .nuspec, the content types and the relationship of the two.
.PARAMETER ModulePath
    The folder of the staged module.
.PARAMETER Destination
    The folder that receives the package.
.OUTPUTS
    The package's file.
.EXAMPLE
    ./module/New-Package.ps1 -ModulePath ./out/NeuralPS -Destination ./out
#>
[CmdletBinding()]
[OutputType([IO.FileInfo])]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $Destination
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$manifest = Import-PowerShellDataFile (Join-Path $ModulePath 'NeuralPS.psd1')
$data = $manifest.PrivateData.PSData
$tags = @('PSModule', 'PSIncludes_Cmdlet') + ($manifest.CmdletsToExport | ForEach-Object { "PSCommand_$_", "PSCmdlet_$_" }) + $data.Tags

function Format-Xml([string] $Text) { [Security.SecurityElement]::Escape($Text) }

$nuspec = @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>NeuralPS</id>
    <version>$($manifest.ModuleVersion)</version>
    <authors>$(Format-Xml $manifest.Author)</authors>
    <owners>$(Format-Xml $manifest.CompanyName)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT</license>
    <projectUrl>$(Format-Xml $data.ProjectUri)</projectUrl>
    <description>$(Format-Xml $manifest.Description)</description>
    <releaseNotes>$(Format-Xml $data.ReleaseNotes)</releaseNotes>
    <copyright>$(Format-Xml $manifest.Copyright)</copyright>
    <tags>$(Format-Xml ($tags -join ' '))</tags>
  </metadata>
</package>
"@
$relationships = @'
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/NeuralPS.nuspec" Id="R1" />
</Relationships>
'@
$contentTypes = @'
<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
  <Default Extension="nuspec" ContentType="application/octet" />
  <Default Extension="dll" ContentType="application/octet" />
  <Default Extension="psd1" ContentType="application/octet" />
  <Default Extension="ps1xml" ContentType="application/octet" />
  <Default Extension="xml" ContentType="application/octet" />
  <Default Extension="txt" ContentType="application/octet" />
  <Default Extension="md" ContentType="application/octet" />
  <Override PartName="/LICENSE" ContentType="application/octet" />
</Types>
'@

$file = Join-Path $Destination "NeuralPS.$($manifest.ModuleVersion).nupkg"
if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file }
$package = [IO.Compression.ZipFile]::Open($file, [IO.Compression.ZipArchiveMode]::Create)
try {
    $parts = [ordered]@{ '_rels/.rels' = $relationships; 'NeuralPS.nuspec' = $nuspec; '[Content_Types].xml' = $contentTypes }
    foreach ($part in $parts.GetEnumerator()) {
        $writer = [IO.StreamWriter]::new($package.CreateEntry($part.Key).Open())
        try { $writer.Write($part.Value) } finally { $writer.Dispose() }
    }
    foreach ($name in $manifest.FileList) {
        $null = [IO.Compression.ZipFileExtensions]::CreateEntryFromFile($package, (Join-Path $ModulePath $name), $name)
    }
}
finally {
    $package.Dispose()
}
Get-Item -LiteralPath $file
