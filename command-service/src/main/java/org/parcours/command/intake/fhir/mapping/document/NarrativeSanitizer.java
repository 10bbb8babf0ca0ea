package org.parcours.command.intake.fhir.mapping.document;

import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Narrative as HTML that contains text, structure and links only (FHIR R4, 2.4.0: "SHALL NOT contain scripts"). What is no
 * XHTML is shown as the text that was sent.
 */
final class NarrativeSanitizer {

    private static final Set<String> ALLOWED = Set.of(
            "p",
            "div",
            "span",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "table",
            "caption",
            "colgroup",
            "col",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "th",
            "td",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "b",
            "i",
            "u",
            "s",
            "em",
            "strong",
            "del",
            "ins",
            "sub",
            "sup",
            "small",
            "big",
            "tt",
            "pre",
            "code",
            "blockquote",
            "q",
            "cite",
            "abbr",
            "a");

    private static final Set<String> WITHOUT_CONTENT = Set.of("br", "hr");
    private static final Set<String> DROPPED =
            Set.of("script", "style", "iframe", "object", "embed", "form", "head", "svg");

    /** In this order in the HTML, so that equal narratives are equal documents. */
    private static final Map<String, Pattern> ATTRIBUTES = new TreeMap<>(Map.of(
            "colspan", Pattern.compile("\\d{1,3}"),
            "rowspan", Pattern.compile("\\d{1,3}"),
            "href", Pattern.compile("(?i)https?://[^\\s\"'<>]+|mailto:[^\\s\"'<>]+"),
            "title", Pattern.compile("[^<>]{1,200}")));

    private static final XMLInputFactory XML = factory();

    private final StringBuilder html = new StringBuilder();

    private NarrativeSanitizer() {}

    /** @param div of a Narrative, as sent */
    static String sanitize(String div) {
        NarrativeSanitizer sanitizer = new NarrativeSanitizer();
        try {
            // Not an entity of XML, and yet the one that senders use.
            sanitizer.read(
                    XML.createXMLStreamReader(new StringReader(div.strip().replace("&nbsp;", "&#160;"))));
            return sanitizer.html.toString();
        } catch (XMLStreamException e) {
            return "<pre>" + escape(div) + "</pre>";
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        int dropped = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    boolean drop = dropped > 0 || DROPPED.contains(name(xml));
                    dropped += drop ? 1 : 0;
                    if (!drop) {
                        start(xml);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (dropped > 0) {
                        dropped--;
                    } else if (ALLOWED.contains(name(xml))) {
                        html.append("</").append(name(xml)).append('>');
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    html.append(dropped > 0 ? "" : escape(xml.getText()));
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("neither document types nor entities");
                default -> {}
            }
        }
    }

    private void start(XMLStreamReader xml) {
        String name = name(xml);
        if (name.equals("img")) {
            // A picture is not fetched; its description stands for it.
            html.append(escape(attribute(xml, "alt")));
        } else if (WITHOUT_CONTENT.contains(name)) {
            html.append('<').append(name).append('>');
        } else if (ALLOWED.contains(name)) {
            html.append('<').append(name);
            ATTRIBUTES.forEach((attribute, form) -> {
                String value = attribute(xml, attribute);
                if (form.matcher(value).matches()) {
                    html.append(' ')
                            .append(attribute)
                            .append("=\"")
                            .append(escape(value))
                            .append('"');
                }
            });
            html.append('>');
        }
    }

    private static String name(XMLStreamReader xml) {
        return xml.getLocalName().toLowerCase(Locale.ROOT);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
