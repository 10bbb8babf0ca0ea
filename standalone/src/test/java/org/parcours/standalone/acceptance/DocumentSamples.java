package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Small synthetic documents of each kind. */
public final class DocumentSamples {

    private DocumentSamples() {}

    /** A page with one line of text. */
    public static byte[] pdf(String text) {
        String content = "BT /F1 24 Tf 40 140 Td (" + text + ") Tj ET";
        List<String> objects = List.of(
                "<</Type/Catalog/Pages 2 0 R>>",
                "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
                "<</Length " + content.length() + ">>stream\n" + content + "\nendstream",
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            offsets.add(pdf.length());
            pdf.append(i + 1).append(" 0 obj").append(objects.get(i)).append("endobj\n");
        }
        int start = pdf.length();
        pdf.append("xref\n0 6\n0000000000 65535 f \n");
        offsets.forEach(offset -> pdf.append("%010d 00000 n \n".formatted(offset)));
        return pdf.append("trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF")
                .toString()
                .getBytes(US_ASCII);
    }

    /** One black pixel. */
    public static byte[] png() {
        return Base64.getDecoder()
                .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=");
    }

    public static byte[] rtf() {
        return """
                {\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fcharset2 Symbol;}}
                {\\colortbl;\\red0\\green0\\blue0;}{\\*\\generator Essai;}{\\info{\\author DUPUIS}}
                \\pard\\b Compte rendu op\\'e9ratoire\\b0\\par
                Patiente vue cet \\u233?t\\u233? \\endash  37,2 \\'b0C\\line suite\\par
                {\\pntext\\f1\\'b7\\tab}premier point\\par
                \\trowd\\cellx2000\\cellx4000\\pard\\intbl Hb\\cell 12,5 g/dL\\cell\\row
                \\trowd\\cellx2000\\cellx4000\\pard\\intbl Leucocytes\\cell 7,1 G/L\\cell\\row
                \\pard <script>alert(1)</script>\\par
                {\\pict\\pngblip 89504e470d0a}}""".getBytes(US_ASCII);
    }

    /** Level 3, with what an attacker would add. */
    public static byte[] cda() {
        return cda("""
                <component><structuredBody>
                 <component><section><title>Hématologie</title><text>
                  <table border="1" onclick="alert(1)"><thead><tr><th colspan="2" onmouseover="alert(2)">Hémogramme</th></tr></thead>
                   <tbody><tr ID="r1"><td>Hémoglobine</td><td><content styleCode="Bold">12,5 g/dL</content></td></tr></tbody></table>
                  <paragraph>Texte <content revised="delete">ancien</content><script>alert(3)</script> &lt;script&gt;alerte&lt;/script&gt;</paragraph>
                  <list listType="ordered"><caption>Conclusions</caption><item>premier</item><item>second</item></list>
                  <linkHtml href="javascript:alert(4)">piège</linkHtml> <linkHtml href="https://labo.example/">laboratoire</linkHtml>
                  <renderMultiMedia referencedObject="M1"><caption>Courbe</caption></renderMultiMedia>
                  <renderMultiMedia referencedObject="M2"/>
                  </text>
                  <entry><observationMedia classCode="OBS" moodCode="EVN" ID="M1"><value mediaType="image/png" representation="B64">%s</value></observationMedia></entry>
                  <entry><observationMedia classCode="OBS" moodCode="EVN" ID="M2"><value mediaType="image/png"><reference value="https://images.example/scan.png"/></value></observationMedia></entry>
                 </section></component></structuredBody></component>""".formatted(Base64.getEncoder().encodeToString(png())));
    }

    public static byte[] cdaWithBody(String mediaType, byte[] body) {
        return cda(
                "<component><nonXMLBody><text mediaType=\"%s\" representation=\"B64\">%s</text></nonXMLBody></component>"
                        .formatted(mediaType, Base64.getEncoder().encodeToString(body)));
    }

    private static byte[] cda(String component) {
        return """
                <?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="https://evil.example/cda.xsl"?>
                <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                 <code code="11502-2" codeSystem="2.16.840.1.113883.6.1" displayName="CR d'examens biologiques"/>
                 <title>CR d'examens biologiques</title><effectiveTime value="20260304093000+0100"/>
                 <confidentialityCode code="N"/>
                 <recordTarget><patientRole><id root="2.999.10.1" extension="901"/><patient><name><given>Jeanne</given><family>DUPUIS</family></name>
                  <birthTime value="19500203"/></patient></patientRole></recordTarget>
                 <author><time value="20260304"/><assignedAuthor><assignedPerson><name><prefix>Dr</prefix><given>Anne</given><family>MOREAU</family></name></assignedPerson>
                  <representedOrganization><name>Laboratoire</name></representedOrganization></assignedAuthor></author>
                 <custodian><assignedCustodian><representedCustodianOrganization><name>CHU de Test</name></representedCustodianOrganization></assignedCustodian></custodian>
                 %s</ClinicalDocument>""".formatted(component).getBytes(UTF_8);
    }
}
