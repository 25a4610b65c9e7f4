package cn.tanfang.phone

import android.content.Context
import android.print.PrintAttributes
import android.print.PrintManager
import android.webkit.WebView
import android.webkit.WebViewClient

/** Whoever is laying out a page; the system holds no reference of its own until it prints. */
internal val layingOut = mutableSetOf<WebView>()

/** Lays out a page, which carries all it needs in itself, and opens the system's print sheet on it. */
internal fun print(context: Context, name: String, html: String) {
    val page = WebView(context)
    layingOut += page
    page.webViewClient = object : WebViewClient() {
        override fun onPageFinished(view: WebView, url: String?) {
            val manager = context.getSystemService(Context.PRINT_SERVICE) as? PrintManager
            manager?.print(name, view.createPrintDocumentAdapter(name), PrintAttributes.Builder().build())
            layingOut -= view
        }
    }
    page.loadDataWithBaseURL(null, html, "text/html", "UTF-8", null)
}
