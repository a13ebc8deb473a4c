package io.github.spotbatch.internal.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A built image in a file of the OCI image layout, with every blob uncompressed at a place of its
 * own, so that it is sent from there.
 *
 * <p>Reads what jib writes and no other tar: names that fit their header, sizes in octal.
 */
final class ImageTar {

  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int TYPE_OFFSET = 156;
  private static final String BLOBS = "blobs/sha256/";

  /** Where a file is within the tar. */
  record Region(long offset, long length) {}

  /**
   * A blob of the image.
   *
   * @param name what it is to people
   */
  record Blob(String digest, long bytes, String name) {}

  private final Path file;
  private final Map<String, Region> regions;
  private final String digest;
  private final JsonNode manifest;

  private ImageTar(Path file, Map<String, Region> regions) throws IOException {
    this.file = file;
    this.regions = regions;
    this.digest =
        json("index.json")
            .field("manifests")
            .flatMap(list -> ImageIndex.text(list.asArray().get(0), "digest"))
            .orElseThrow();
    this.manifest = json(blob(digest));
  }

  static ImageTar read(Path file) throws IOException {
    Map<String, Region> regions = new HashMap<>();
    try (FileChannel tar = FileChannel.open(file)) {
      long position = 0;
      byte[] header = new byte[BLOCK];
      while (position + BLOCK <= tar.size()) {
        fill(tar, position, header);
        String name = text(header, 0, NAME_LENGTH);
        if (name.isEmpty()) {
          break;
        }
        long length = Long.parseLong(text(header, SIZE_OFFSET, SIZE_LENGTH).strip(), 8);
        position += BLOCK;
        if (header[TYPE_OFFSET] == '0' || header[TYPE_OFFSET] == 0) {
          regions.put(name, new Region(position, length));
        }
        position += (length + BLOCK - 1) / BLOCK * BLOCK;
      }
    } catch (NumberFormatException e) {
      throw new IOException("a layer of the image is larger than 8 GiB", e);
    }
    return new ImageTar(file, regions);
  }

  Path file() {
    return file;
  }

  /** The digest of the manifest, which is that of the image. */
  String digest() {
    return digest;
  }

  byte[] manifest() throws IOException {
    return bytes(blob(digest));
  }

  JsonNode configuration() throws IOException {
    return json(blob(configurationDigest()));
  }

  /** The layers of the base and those on top of it, whose names are given, and what runs them. */
  List<Blob> blobs(List<String> topNames) {
    List<JsonNode> layers = manifest.field("layers").map(JsonNode::asArray).orElse(List.of());
    int base = layers.size() - topNames.size();
    List<Blob> blobs = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String name = i < base ? "base " + (i + 1) + " of " + base : topNames.get(i - base);
      blobs.add(blob(ImageIndex.text(layers.get(i), "digest").orElseThrow(), "layer " + name));
    }
    blobs.add(blob(configurationDigest(), "configuration"));
    return blobs;
  }

  /** Opens a blob where it is. */
  BlobChannel open(String blobDigest) throws IOException {
    return new BlobChannel(FileChannel.open(file), region(blob(blobDigest)));
  }

  private Blob blob(String blobDigest, String name) {
    return new Blob(blobDigest, region(blob(blobDigest)).length(), name);
  }

  private String configurationDigest() {
    return ImageIndex.configuration(manifest).orElseThrow();
  }

  private static String blob(String blobDigest) {
    return BLOBS + blobDigest.substring(blobDigest.indexOf(':') + 1);
  }

  private Region region(String name) {
    Region region = regions.get(name);
    if (region == null) {
      throw new IllegalStateException(name + " is not in " + file);
    }
    return region;
  }

  private JsonNode json(String name) throws IOException {
    return JsonNode.parser().parse(new String(bytes(name), StandardCharsets.UTF_8));
  }

  private byte[] bytes(String name) throws IOException {
    Region region = region(name);
    byte[] bytes = new byte[Math.toIntExact(region.length())];
    try (FileChannel tar = FileChannel.open(file)) {
      fill(tar, region.offset(), bytes);
    }
    return bytes;
  }

  private static void fill(FileChannel tar, long position, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (tar.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the image's file ended early");
      }
    }
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.US_ASCII);
  }
}
