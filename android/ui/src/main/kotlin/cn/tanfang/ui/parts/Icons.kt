package cn.tanfang.ui.parts

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.PathFillType
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.PathBuilder
import androidx.compose.ui.unit.dp

/** Our own few drawings, all strokes on a field of 24; each stands beside its word and is silent to a screen reader. */
object Icons {
    val today = icon("today") {
        moveTo(4f, 6f); lineTo(20f, 6f); lineTo(20f, 20f); lineTo(4f, 20f); close()
        moveTo(4f, 10.5f); lineTo(20f, 10.5f)
        moveTo(8f, 3.5f); lineTo(8f, 7.5f)
        moveTo(16f, 3.5f); lineTo(16f, 7.5f)
        moveTo(8.5f, 15.2f); lineTo(11f, 17.5f); lineTo(15.5f, 13f)
    }
    val homes = icon("homes") {
        moveTo(3.5f, 11.5f); lineTo(12f, 4f); lineTo(20.5f, 11.5f)
        moveTo(6f, 9.5f); lineTo(6f, 20f); lineTo(18f, 20f); lineTo(18f, 9.5f)
        moveTo(10f, 20f); lineTo(10f, 14f); lineTo(14f, 14f); lineTo(14f, 20f)
    }
    val flags = icon("flags") {
        moveTo(5f, 21f); lineTo(5f, 4f); lineTo(18.5f, 4f); lineTo(15.5f, 8.5f); lineTo(18.5f, 13f); lineTo(5f, 13f)
    }
    val more = icon("more") {
        moveTo(4f, 6.5f); lineTo(20f, 6.5f)
        moveTo(4f, 12f); lineTo(20f, 12f)
        moveTo(4f, 17.5f); lineTo(20f, 17.5f)
    }
    val back = icon("back") { moveTo(14.5f, 5f); lineTo(7.5f, 12f); lineTo(14.5f, 19f) }
    val check = icon("check") { moveTo(5f, 12.5f); lineTo(10f, 17.5f); lineTo(19f, 7f) }
    val cover = icon("cover") {
        moveTo(3f, 12f); quadTo(12f, 3.5f, 21f, 12f); quadTo(12f, 20.5f, 3f, 12f); close()
        moveTo(4.5f, 20f); lineTo(19.5f, 4f)
    }
    val uncover = icon("uncover") {
        moveTo(3f, 12f); quadTo(12f, 3.5f, 21f, 12f); quadTo(12f, 20.5f, 3f, 12f); close()
        moveTo(9.5f, 12f); quadTo(9.5f, 9.5f, 12f, 9.5f); quadTo(14.5f, 9.5f, 14.5f, 12f)
        quadTo(14.5f, 14.5f, 12f, 14.5f); quadTo(9.5f, 14.5f, 9.5f, 12f); close()
    }

    private fun icon(name: String, draw: PathBuilder.() -> Unit): ImageVector =
        ImageVector.Builder(name, 24.dp, 24.dp, 24f, 24f).apply {
            addPath(
                pathData = PathBuilder().apply(draw).nodes,
                pathFillType = PathFillType.NonZero,
                stroke = SolidColor(Color.Black),
                strokeLineWidth = 2f,
                strokeLineCap = StrokeCap.Round,
                strokeLineJoin = StrokeJoin.Round,
            )
        }.build()
}
