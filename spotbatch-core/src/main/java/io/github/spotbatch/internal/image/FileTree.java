package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.BuiltImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the files that go into one image, without what stays out, and refuses credentials. */
final class FileTree {

  private final String where;
  private final List<PathMatcher> excludes;
  private final Set<String> credentialFiles;
  private final Findings findings;
  private int left;

  FileTree(String where, BuiltImage image, Findings findings) {
    this.where = where;
    this.excludes =
        image.excludes().stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    this.credentialFiles = Set.copyOf(image.credentialFiles());
    this.findings = findings;
  }

  /** The files below a directory in the order of their names, targets below a directory. */
  List<LayerFile> below(Path directory, String target) {
    try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      List<LayerFile> found = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path relative = directory.relativize(file);
        if (excluded(relative)) {
          left++;
        } else {
          String path = path(relative);
          refuseCredentials(file, path);
          found.add(file(file, target + "/" + path));
        }
      }
      return found;
    } catch (IOException | UncheckedIOException e) {
      findings.add(where, directory, "must be readable (" + e.getMessage() + ")");
      return List.of();
    }
  }

  /** Says how much stays out, in a line if there is any. */
  List<String> leftOut() {
    return left == 0 ? List.of() : List.of("without " + left + " that excludes leave out");
  }

  void leaveOut() {
    left++;
  }

  /** By its own path or name, or by those of a directory that it is in. */
  boolean excluded(Path relative) {
    for (Path at = relative; at != null; at = at.getParent()) {
      Path path = at;
      if (excludes.stream()
          .anyMatch(glob -> glob.matches(path) || glob.matches(path.getFileName()))) {
        return true;
      }
    }
    return false;
  }

  /** With the image's separators; a name may well hold another system's. */
  private static String path(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  LayerFile file(Path source, String target) throws IOException {
    return new LayerFile(
        source, target, Files.size(source), Files.getLastModifiedTime(source), executable(source));
  }

  /** By the owner's permission, which is the same for whoever builds; not every system has it. */
  private static boolean executable(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private void refuseCredentials(Path file, String path) throws IOException {
    Optional<String> reason =
        credentialFiles.contains(path) ? Optional.empty() : CredentialFiles.reason(file, path);
    if (reason.isPresent()) {
      findings.add(
          where,
          file,
          "must not go into an image, since by %s it looks like credentials; leave it out by addExclude(\"%s\"), or name it by addCredentialFile(\"%s\") if it is none"
              .formatted(reason.get(), path, path));
    }
  }
}
