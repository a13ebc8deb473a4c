package io.github.spotbatch.spec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Lines as a text that an environment variable can hold: base64 of gzip of UTF-8. */
final class PackedLines {

  private PackedLines() {}

  static String pack(Stream<String> lines) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new SmallestGzip(packed)) {
      for (String line : (Iterable<String>) lines::iterator) {
        gzip.write(line.getBytes(StandardCharsets.UTF_8));
        gzip.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  /**
   * The lines of a packed text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static List<String> unpack(String text) {
    byte[] packed = Base64.getDecoder().decode(text);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      String lines = new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
      if (!lines.endsWith("\n")) {
        throw new IllegalArgumentException("the last line does not end");
      }
      return List.of(lines.substring(0, lines.length() - 1).split("\n", -1));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
