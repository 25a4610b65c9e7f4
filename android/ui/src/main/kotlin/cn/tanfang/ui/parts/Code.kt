package cn.tanfang.ui.parts

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.unit.dp
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Type
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel
import com.google.zxing.qrcode.encoder.Encoder
import kotlin.math.floor

/** A code to be copied or compared by eye: group by group, as large as a title. */
@Composable
fun CodeGroups(groups: List<String>, modifier: Modifier = Modifier) {
    FlowRow(modifier, horizontalArrangement = Arrangement.spacedBy(24.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        for (group in groups) Text(group, style = Type.screenTitle, color = Look.colours.ink)
    }
}

/** White around the squares that readers of such a picture need, counted in squares. */
private const val MARGIN = 4

/**
 * [text] as squares for a camera: black on white in every theme, or no camera would read it. Silent to a screen reader,
 * which reads the groups beside it.
 */
@Composable
fun QrPicture(text: String, modifier: Modifier = Modifier) {
    val squares = remember(text) { Encoder.encode(text, ErrorCorrectionLevel.M).matrix }
    Canvas(modifier.widthIn(max = 280.dp).aspectRatio(1f).background(Color.White)) {
        // Whole pixels, so that no hairline parts two squares.
        val side = floor(size.minDimension / (squares.width + 2 * MARGIN))
        val start = (size.minDimension - side * squares.width) / 2
        for (y in 0 until squares.height) {
            for (x in 0 until squares.width) {
                if (squares.get(x, y).toInt() == 1) drawRect(Color.Black, Offset(start + x * side, start + y * side), Size(side, side))
            }
        }
    }
}
