package org.parcours.command.feeds.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the bytes of a file line by line (decompressed, where its name ends in {@code .gz}; JSON and XML in UTF-16 as
 * UTF-8), and hashes the bytes read.
 * With the same hash up to an offset it is the same file, even if more has been appended to it since.
 */
public final class HashingFileReader implements AutoCloseable {

    static final int HEAD_BYTES = 64 << 10;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** A line with its line end, truncated to the limit. */
    record Line(byte[] bytes, boolean tooLong) {

        boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                    return false;
                }
            }
            return true;
        }
    }

    private final BufferedInputStream input;
    private final MessageDigest digest;
    private long offset;
    private long lineEnds;
    private int previous = -1;

    private HashingFileReader(InputStream input) {
        this.input = new BufferedInputStream(input, 1 << 17);
        this.digest = sha256();
    }

    static HashingFileReader open(Path file) throws IOException {
        InputStream input = Files.newInputStream(file);
        try {
            return new HashingFileReader(Utf16InputStream.toUtf8(
                    file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(input, 1 << 16) : input));
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    /** The beginning of the file, without consuming it. */
    String head() throws IOException {
        byte[] head = peek(HEAD_BYTES);
        int start = startsWithByteOrderMark(head) ? 3 : 0;
        return new String(head, start, head.length - start, StandardCharsets.ISO_8859_1);
    }

    /** The next bytes, without consuming them; fewer at the end of the file. */
    byte[] peek(int count) throws IOException {
        input.mark(count);
        byte[] next = input.readNBytes(count);
        input.reset();
        return next;
    }

    long offset() {
        return offset;
    }

    /** The number of the line of the next byte, from 1; a line ends with CR, LF or CRLF. */
    long line() {
        return lineEnds + 1;
    }

    /** The next byte; -1 at the end of the file. */
    int read() throws IOException {
        int next = input.read();
        if (next >= 0) {
            count(next);
        }
        return next;
    }

    /** SHA-256 of the bytes read, in hexadecimal digits. */
    String hashOfBytesRead() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be cloned", e);
        }
    }

    /** Reads up to that offset, or to the end of the file. */
    void skipTo(long target) throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (offset < target) {
            int count = input.read(buffer, 0, (int) Math.min(buffer.length, target - offset));
            if (count < 0) {
                return;
            }
            digest.update(buffer, 0, count);
            offset += count;
            for (int i = 0; i < count; i++) {
                countLineEnd(buffer[i]);
            }
        }
    }

    /**
     * The next line, including its CR, LF or CRLF. A separator byte is a line by itself.
     *
     * @param limit the maximum number of bytes returned; the rest of the line is skipped
     */
    Optional<Line> nextLine(int limit, byte... separators) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        int last = -1;
        while (last != '\n' && last != '\r') {
            input.mark(1);
            int next = input.read();
            if (next < 0) {
                break;
            }
            boolean isSeparator = isOneOf(next, separators);
            if (isSeparator && last >= 0) {
                input.reset();
                break;
            }
            count(next);
            if (line.size() < limit) {
                line.write(next);
            } else {
                tooLong = true;
            }
            last = next;
            if (isSeparator) {
                break;
            }
        }
        if (last == '\r') {
            input.mark(1);
            int next = input.read();
            if (next == '\n') {
                count(next);
                line.write(next);
            } else if (next >= 0) {
                input.reset();
            }
        }
        return last < 0 ? Optional.empty() : Optional.of(new Line(withoutByteOrderMark(line.toByteArray()), tooLong));
    }

    private byte[] withoutByteOrderMark(byte[] line) {
        boolean isFirstLine = offset == line.length;
        return isFirstLine && startsWithByteOrderMark(line) ? Arrays.copyOfRange(line, 3, line.length) : line;
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        return bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3);
    }

    private void count(int next) {
        offset++;
        digest.update((byte) next);
        countLineEnd(next);
    }

    private void countLineEnd(int next) {
        if (next == '\r' || next == '\n' && previous != '\r') {
            lineEnds++;
        }
        previous = next;
    }

    private static boolean isOneOf(int next, byte[] separators) {
        for (byte separator : separators) {
            if (next == separator) {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
