package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.FileCopy;
import io.github.spotbatch.spec.FileImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays out an image of files, as Docker does what a Dockerfile's COPY says. */
final class FileLayout {

  private final String where;
  private final FileImage image;
  private final Findings findings;
  private final FileTree tree;

  private FileLayout(String where, FileImage image, Findings findings) {
    this.where = where;
    this.image = image;
    this.findings = findings;
    this.tree = new FileTree(where + ".copies", image, findings);
  }

  static ImageLayout of(
      String where, FileImage image, CpuArchitecture architecture, Findings findings) {
    return new FileLayout(where, image, findings).layout(architecture);
  }

  private ImageLayout layout(CpuArchitecture architecture) {
    Map<String, LayerFile> files = new TreeMap<>();
    for (FileCopy copy : image.copies()) {
      copied(copy).forEach(file -> files.put(file.target(), file));
    }
    refuseFilesAsDirectories(files);
    List<String> contents = Bytes.lines(files.values(), LayerFile::target);
    contents.addAll(tree.leftOut());
    BaseImage base = image.base().orElseThrow();
    return new ImageLayout(
        base,
        base.toString(),
        architecture,
        List.of(new ImageLayer("files", List.copyOf(files.values()), contents)),
        image.environment(),
        image.workingDirectory(),
        image.entryPoint(),
        image.command(),
        image.user());
  }

  private List<LayerFile> copied(FileCopy copy) {
    Path from = copy.from().toAbsolutePath().normalize();
    String to = target(copy.to());
    if (Files.isDirectory(from)) {
      return tree.below(from, to.replaceFirst("/+$", ""));
    }
    if (!Files.isRegularFile(from)) {
      findings.add(where + ".copies", from, "must be a file or a directory that exists");
      return List.of();
    }
    boolean into = to.endsWith("/") || to.equals(image.workingDirectory().orElse(null));
    String target = into ? to.replaceFirst("/*$", "/") + from.getFileName() : to;
    try {
      return List.of(tree.file(from, target));
    } catch (IOException e) {
      findings.add(where + ".copies", from, "must be readable (" + e.getMessage() + ")");
      return List.of();
    }
  }

  /** What is a file in one place cannot be a directory in another. */
  private void refuseFilesAsDirectories(Map<String, LayerFile> files) {
    for (LayerFile file : files.values()) {
      int slash = file.target().lastIndexOf('/');
      for (; slash > 0; slash = file.target().lastIndexOf('/', slash - 1)) {
        LayerFile parent = files.get(file.target().substring(0, slash));
        if (parent != null) {
          findings.add(
              where + ".copies",
              file.source(),
              "must not go below %s, which is a file already, %s"
                  .formatted(parent.target(), parent.source()));
        }
      }
    }
  }

  /** An absolute path in the image, without needless slashes and dots. */
  private String target(String to) {
    return absolute(to).replaceAll("/(\\./)+", "/").replaceAll("/{2,}", "/");
  }

  private String absolute(String to) {
    if (to.startsWith("/")) {
      return to;
    }
    String directory = image.workingDirectory().orElseThrow().replaceFirst("/+$", "");
    String below = to.replaceFirst("^(\\./)+", "");
    return below.equals(".") || below.isEmpty() ? directory + "/" : directory + "/" + below;
  }
}
