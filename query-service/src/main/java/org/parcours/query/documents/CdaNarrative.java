package org.parcours.query.documents;

import static org.parcours.query.documents.CdaElements.attribute;
import static org.parcours.query.documents.CdaElements.child;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.parcours.query.web.HtmlBuilder;
import org.parcours.query.web.UiText;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.w3c.dom.Text;

/**
 * The narrative block of a section (CDA R2, 4.3.5) as HTML: the elements of its schema by ours, each text escaped. Of an
 * element that is not in the schema only the text is shown, of scripts and styles nothing.
 */
final class CdaNarrative {

    private static final Set<String> SAME_IN_HTML =
            Set.of("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "sub", "sup");
    private static final Set<String> DROPPED = Set.of("script", "style", "iframe", "object", "embed", "applet");
    private static final Pattern SPAN = Pattern.compile("[1-9]\\d{0,2}");
    private static final Pattern SCOPE = Pattern.compile("row|col|rowgroup|colgroup");

    private final HtmlBuilder html;
    private final UiText uiText;
    private final Map<String, Element> media = new HashMap<>();
    private boolean complete = true;

    CdaNarrative(Element document, HtmlBuilder html, UiText uiText) {
        this.html = html;
        this.uiText = uiText;
        NodeList found = document.getElementsByTagNameNS(CdaRenderer.NAMESPACE, "observationMedia");
        for (int i = 0; i < found.getLength(); i++) {
            Element element = (Element) found.item(i);
            attribute(element, "ID").ifPresent(id -> media.putIfAbsent(id, element));
        }
    }

    /** Whether all pictures are shown. */
    boolean isComplete() {
        return complete;
    }

    /** Writes the content of an element. */
    void write(Element parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Text text) {
                html.text(text.getData());
            } else if (node instanceof Element element) {
                element(element);
            }
        }
    }

    private void element(Element element) {
        String name = Optional.ofNullable(element.getLocalName()).orElse("");
        boolean isOtherCaption = name.equals("caption")
                && !"table".equals(element.getParentNode().getLocalName());
        if (SAME_IN_HTML.contains(name) && !isOtherCaption) {
            tableElement(element, name);
            return;
        }
        switch (name) {
            case "br" -> html.open("br");
            case "paragraph" -> wrapped("p", element);
            case "caption" -> wrapped("b", element);
            case "list" -> list(element);
            case "item" -> wrapped("li", element);
            case "content" -> content(element);
            case "footnote" -> {
                html.text(" (");
                write(element);
                html.text(")");
            }
            case "linkHtml" ->
                OutsideLink.write(
                        html,
                        attribute(element, "href").orElse(""),
                        Optional.of(CdaElements.allText(element))
                                .filter(text -> !text.isEmpty())
                                .or(() -> attribute(element, "href"))
                                .orElse(""),
                        uiText);
            case "renderMultiMedia" -> media(element);
            default -> {
                if (!DROPPED.contains(name.toLowerCase(Locale.ROOT))) {
                    write(element);
                }
            }
        }
    }

    private void wrapped(String tag, Element element) {
        html.open(tag);
        write(element);
        html.close(tag);
    }

    private void tableElement(Element element, String tag) {
        if (tag.equals("table")) {
            html.open("div", "class", "wide");
        }
        html.beginTag(tag);
        span(element, "colspan");
        span(element, "rowspan");
        span(element, "span");
        attribute(element, "scope")
                .filter(value -> SCOPE.matcher(value).matches())
                .ifPresent(value -> html.attribute("scope", value));
        html.endOfTag();
        if (tag.equals("col")) {
            return;
        }
        write(element);
        html.close(tag);
        if (tag.equals("table")) {
            html.close("div");
        }
    }

    private void span(Element element, String name) {
        attribute(element, name)
                .filter(value -> SPAN.matcher(value).matches())
                .ifPresent(value -> html.attribute(name, value));
    }

    private void list(Element element) {
        child(element, "caption")
                .ifPresent(caption -> html.element("p", "class", "caption", CdaElements.allText(caption)));
        String tag = element.getAttribute("listType").equals("ordered") ? "ol" : "ul";
        html.open(tag);
        CdaElements.children(element).stream()
                .filter(inner -> !"caption".equals(inner.getLocalName()))
                .forEach(this::element);
        html.close(tag);
    }

    /** CDA R2, 4.3.5.1: emphasis, and what a revision inserted or deleted. */
    private void content(Element element) {
        List<String> styles = List.of(element.getAttribute("styleCode").split("\\s+"));
        String tag =
                switch (element.getAttribute("revised")) {
                    case "delete" -> "del";
                    case "insert" -> "ins";
                    default ->
                        styles.contains("Bold")
                                ? "b"
                                : styles.contains("Italics")
                                        ? "i"
                                        : styles.contains("Underline")
                                                ? "u"
                                                : styles.contains("Emphasis") ? "em" : "span";
                };
        wrapped(tag, element);
    }

    private void media(Element reference) {
        String caption = child(reference, "caption").map(CdaElements::allText).orElse("");
        for (String id : reference.getAttribute("referencedObject").strip().split("\\s+")) {
            Optional<Element> value = Optional.ofNullable(media.get(id)).flatMap(found -> child(found, "value"));
            Optional<String> image = value.flatMap(CdaNarrative::dataUrl);
            if (image.isPresent()) {
                html.beginTag("img")
                        .attribute("alt", caption)
                        .attribute("src", image.get())
                        .endOfTag();
            } else {
                complete = false;
                Optional<String> url =
                        value.flatMap(found -> child(found, "reference")).flatMap(found -> attribute(found, "value"));
                html.open("span", "class", "hint").text(uiText.message("document.cda.noPicture") + " ");
                url.ifPresent(address -> OutsideLink.write(html, address, address, uiText));
                html.close("span");
            }
        }
        if (!caption.isEmpty()) {
            html.element("p", "class", "caption", caption);
        }
    }

    /** A picture inside the document, if its bytes are those of one. */
    private static Optional<String> dataUrl(Element value) {
        if (!value.getAttribute("representation").equals("B64")) {
            return Optional.empty();
        }
        return CdaElements.bytes(value).flatMap(bytes -> FileSignature.of(bytes)
                .filter(FileSignature::isImage)
                .map(signature -> "data:" + signature.mediaType() + ";base64,"
                        + Base64.getEncoder().encodeToString(bytes)));
    }
}
