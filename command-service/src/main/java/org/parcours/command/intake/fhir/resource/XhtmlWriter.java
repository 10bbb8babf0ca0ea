package org.parcours.command.intake.fhir.resource;

import javax.xml.stream.XMLStreamReader;

/** Writes the narrative of a resource in XML as the text that the same narrative is in JSON. */
final class XhtmlWriter {

    private final StringBuilder text = new StringBuilder();

    /** The element at which the reader is. */
    void start(XMLStreamReader xml, boolean isDiv) {
        text.append('<').append(xml.getLocalName());
        if (isDiv) {
            text.append(" xmlns=\"http://www.w3.org/1999/xhtml\"");
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            text.append(' ').append(xml.getAttributeLocalName(i)).append("=\"");
            escape(xml.getAttributeValue(i));
            text.append('"');
        }
        text.append('>');
    }

    void end(String name) {
        text.append("</").append(name).append('>');
    }

    void text(String characters) {
        escape(characters);
    }

    private void escape(String characters) {
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
