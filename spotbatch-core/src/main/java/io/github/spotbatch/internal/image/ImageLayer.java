package io.github.spotbatch.internal.image;

import java.util.List;

/**
 * A layer that is put on top of the base.
 *
 * @param name what it holds, in a word
 * @param contents the same for people, a line for each thing worth a line
 */
public record ImageLayer(String name, List<LayerFile> files, List<String> contents) {

  public ImageLayer {
    files = List.copyOf(files);
    contents = List.copyOf(contents);
  }

  public long bytes() {
    return files.stream().mapToLong(LayerFile::bytes).sum();
  }
}
