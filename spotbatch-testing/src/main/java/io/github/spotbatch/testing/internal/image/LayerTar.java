package io.github.spotbatch.testing.internal.image;

import io.github.spotbatch.testing.internal.image.LayerEntry.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Reads the archive of a layer. The one class that needs commons-compress, in no signature. */
final class LayerTar {

  /** Takes the entries one after the other. */
  @FunctionalInterface
  interface Visitor {

    void visit(LayerEntry entry) throws IOException;
  }

  private LayerTar() {}

  static void read(Path blob, boolean gzip, Visitor visitor) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(blob));
        InputStream bytes = gzip ? new GzipCompressorInputStream(file, true) : file;
        TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8")) {
      TarArchiveEntry next = tar.getNextEntry();
      while (next != null) {
        Kind kind;
        if (next.isSymbolicLink()) {
          kind = Kind.SYMBOLIC_LINK;
        } else if (next.isLink()) {
          kind = Kind.HARD_LINK;
        } else if (next.isCharacterDevice() || next.isBlockDevice()) {
          kind = Kind.DEVICE;
        } else if (next.isFIFO()) {
          kind = Kind.FIFO;
        } else if (next.isDirectory()) {
          kind = Kind.DIRECTORY;
        } else if (next.getLinkFlag() == TarConstants.LF_NORMAL
            || next.getLinkFlag() == TarConstants.LF_OLDNORM
            || next.getLinkFlag() == TarConstants.LF_CONTIG
            || next.isSparse()) {
          kind = Kind.FILE;
        } else {
          kind = Kind.OTHER;
        }
        visitor.visit(
            new LayerEntry(next.getName(), kind, next.getMode(), next.getLinkName(), tar));
        next = tar.getNextEntry();
      }
    }
  }
}
