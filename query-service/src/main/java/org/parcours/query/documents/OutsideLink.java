package org.parcours.query.documents;

import org.parcours.query.web.HtmlBuilder;
import org.parcours.query.web.UiText;

/** A link that leads outside says so; what is no web address is only shown. */
final class OutsideLink {

    private OutsideLink() {}

    static void write(HtmlBuilder html, String url, String text, UiText uiText) {
        if (!url.strip().matches("(?i)https?://[^\\s\"'<>]+")) {
            html.text(text);
            return;
        }
        html.beginTag("a")
                .attribute("href", url.strip())
                .attribute("target", "_blank")
                .attribute("rel", "noopener noreferrer external")
                .endOfTag()
                .text(text)
                .close("a")
                .text(" " + uiText.message("document.outside"));
    }
}
