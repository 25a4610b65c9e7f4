package cn.tanfang.core

import java.io.File
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

/** Writes the smallest workbook there can be: one sheet, every cell a text. For tests that need a list of any length. */
internal fun writeWorkbook(file: File, rows: List<List<String>>) {
    val sheet = buildString {
        append("""<worksheet xmlns="$MAIN"><sheetData>""")
        rows.forEachIndexed { r, cells ->
            append("""<row r="${r + 1}">""")
            cells.forEachIndexed { c, text -> append("""<c r="${'A' + c}${r + 1}" t="inlineStr"><is><t>$text</t></is></c>""") }
            append("</row>")
        }
        append("</sheetData></worksheet>")
    }
    ZipOutputStream(file.outputStream()).use { zip ->
        fun part(name: String, xml: String) {
            zip.putNextEntry(ZipEntry(name))
            zip.write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>$xml""".toByteArray())
            zip.closeEntry()
        }
        part(
            "[Content_Types].xml",
            """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""",
        )
        part("_rels/.rels", relation("officeDocument", "xl/workbook.xml"))
        part("xl/workbook.xml", """<workbook xmlns="$MAIN" xmlns:r="$OFFICE"><sheets><sheet name="list" sheetId="1" r:id="r1"/></sheets></workbook>""")
        part("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"))
        part("xl/worksheets/sheet1.xml", sheet)
    }
}

/** An identity number of the area that does not exist, born on day [n] of 1950, with the right check digit. */
internal fun idNumber(n: Int): String {
    val day = java.time.LocalDate.of(1950, 1, 1).plusDays(n.toLong() % 300)
    val digits = "990101%04d%02d%02d%03d".format(day.year, day.monthValue, day.dayOfMonth, n / 300 * 2 + 1)
    val weights = listOf(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[digits.mapIndexed { i, c -> (c - '0') * weights[i] }.sum() % 11]
}

private const val MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
private const val OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

private fun relation(type: String, target: String) =
    """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="$OFFICE/$type" Target="$target"/></Relationships>"""
