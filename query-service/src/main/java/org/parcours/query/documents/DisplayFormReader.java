package org.parcours.query.documents;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.query.documents.DisplayForm.Download;
import org.parcours.query.documents.DisplayForm.Kind;
import org.parcours.query.documents.DisplayForm.Native;
import org.parcours.query.documents.DisplayForm.SandboxedHtml;
import org.parcours.query.documents.DisplayForm.Text;
import org.parcours.query.web.UiText;

/** Decides how a document is shown: by its stated type, and only if its bytes are of that type. */
final class DisplayFormReader {

    private static final String UNKNOWN_TYPE = "document.download.type";
    private static final String MISMATCH = "document.download.mismatch";
    private static final String UNREADABLE = "document.download.unreadable";

    private static final Map<String, FileSignature> BY_TYPE = Map.of(
            "application/pdf", FileSignature.PDF,
            "application/x-pdf", FileSignature.PDF,
            "image/png", FileSignature.PNG,
            "image/jpeg", FileSignature.JPEG,
            "image/jpg", FileSignature.JPEG,
            "image/pjpeg", FileSignature.JPEG,
            "image/gif", FileSignature.GIF,
            "image/webp", FileSignature.WEBP,
            "image/bmp", FileSignature.BMP);

    private static final Set<String> RTF = Set.of("application/rtf", "text/rtf", "application/x-rtf", "text/richtext");
    private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");

    private DisplayFormReader() {}

    static DisplayForm read(String mediaType, byte[] bytes, UiText uiText) {
        String type = essence(mediaType);
        Optional<FileSignature> signature = FileSignature.of(bytes);
        if (BY_TYPE.containsKey(type)) {
            FileSignature stated = BY_TYPE.get(type);
            return signature.filter(stated::equals).isEmpty()
                    ? new Download(MISMATCH)
                    : new Native(stated == FileSignature.PDF ? Kind.PDF : Kind.IMAGE, stated.mediaType());
        }
        boolean isRtf = signature.filter(FileSignature.RTF::equals).isPresent();
        if (RTF.contains(type) || type.startsWith("text/") && isRtf) {
            return isRtf
                    ? RtfRenderer.render(bytes).<DisplayForm>map(form -> form).orElse(new Download(UNREADABLE))
                    : new Download(MISMATCH);
        }
        if (type.equals("text/xml")
                || type.equals("application/xml")
                || type.endsWith("+xml") && !HTML.contains(type)) {
            return CdaRenderer.render(bytes, uiText)
                    .<DisplayForm>map(form -> form)
                    .orElse(new Download(UNKNOWN_TYPE));
        }
        return type.startsWith("text/") || HTML.contains(type)
                ? text(type, mediaType, bytes, signature)
                : new Download(UNKNOWN_TYPE);
    }

    private static DisplayForm text(String type, String mediaType, byte[] bytes, Optional<FileSignature> signature) {
        Charset charset = TextDecoder.charset(mediaType, bytes);
        String text = TextDecoder.decode(bytes, charset);
        boolean isPdf = signature.filter(FileSignature.PDF::equals).isPresent()
                && text.stripLeading().startsWith("%PDF-");
        if (isPdf || TextDecoder.isBinary(text)) {
            return new Download(MISMATCH);
        }
        return HTML.contains(type) ? new SandboxedHtml(charset.name()) : new Text(text, charset.name());
    }

    static String essence(String mediaType) {
        return mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
