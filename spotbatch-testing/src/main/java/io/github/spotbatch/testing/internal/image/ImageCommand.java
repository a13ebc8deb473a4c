package io.github.spotbatch.testing.internal.image;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes an image's command one of this machine. The machine's programs stand for those of the
 * image's base; what only the image has under an absolute path cannot be reached, and is refused.
 */
final class ImageCommand {

  /** Between the paths in one argument: class paths, options, argument files, shell commands. */
  private static final Pattern BETWEEN_PATHS = Pattern.compile("[\\s:;,=@'\"]+");

  /** Of an image that has none of its own. */
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final UnpackedImage image;
  private final Path root;
  private final Path workingDirectory;

  /**
   * The command of one attempt.
   *
   * @param root the attempt's own copy of the image
   * @param workingDirectory in there
   */
  ImageCommand(UnpackedImage image, Path root, Path workingDirectory) {
    this.image = image;
    this.root = root;
    this.workingDirectory = workingDirectory;
  }

  /**
   * Program and arguments.
   *
   * @param jobCommand empty for the image's own
   */
  List<String> line(List<String> jobCommand) {
    List<String> command = image.config().command(jobCommand);
    if (command.isEmpty()) {
      throw new UnusableImage(
          "there is no command: the image has neither Entrypoint nor Cmd, and the job none either");
    }
    List<String> arguments = command.subList(1, command.size());
    String program = startable(command.get(0));
    arguments.forEach(this::refuseInside);
    List<String> line = new ArrayList<>(List.of(program));
    line.addAll(arguments);
    return line;
  }

  private String startable(String name) {
    try {
      return program(name);
    } catch (InvalidPathException e) {
      throw new UnusableImage("the program '" + name + "' is no legal path on this machine", e);
    }
  }

  private String program(String name) {
    if (name.startsWith("/")) {
      refuseInside(name);
      if (!Files.exists(Path.of(name))) {
        throw missing(name);
      }
      return name;
    }
    if (name.contains("/")) {
      Path file = workingDirectory.resolve(name).normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        throw new UnusableImage(
            "the image's layers have no program " + name + " in its working directory");
      }
      return file.toString();
    }
    refuseShadowed(name);
    return MachinePath.find(name).orElseThrow(() -> missing(name)).toString();
  }

  private static UnusableImage missing(String program) {
    return new UnusableImage(
        "this machine has no program "
            + program
            + ", which the image's command starts: install it, or let a script stand for the image"
            + " by runs(LocalCommand)");
  }

  /** The machine's programs stand for those of a base, not for what was put on top of it. */
  private void refuseShadowed(String program) {
    if (image.base()) {
      String path = image.config().environment().getOrDefault("PATH", USUAL_PATH);
      Stream.of(path.split(":", -1))
          .filter(folder -> !folder.isEmpty() && inImage(folder + "/" + program))
          .findFirst()
          .ifPresent(
              folder -> {
                throw new UnusableImage(
                    "program "
                        + program
                        + " is the image's own, in "
                        + folder
                        + ": the PATH of an image is not used, so let its command start the"
                        + " program by a relative path");
              });
    }
  }

  /** The root itself says nothing of the image: an argument {@code /} may be no path at all. */
  private void refuseInside(String argument) {
    for (String piece : BETWEEN_PATHS.split(argument, -1)) {
      String path = piece.endsWith("/*") ? piece.substring(0, piece.length() - 2) : piece;
      if (path.startsWith("/") && inImage(path)) {
        throw new UnusableImage(
            "the command names "
                + piece
                + ", an absolute path of the image, which is somewhere else on this machine: give"
                + " it relative to the working directory, or let a script stand for the image by"
                + " runs(LocalCommand)");
      }
    }
  }

  private boolean inImage(String path) {
    Path relative;
    try {
      relative = Path.of(path.replaceFirst("^/+", "")).normalize();
    } catch (InvalidPathException e) {
      return false; // Nothing of that name can have been unpacked.
    }
    return !relative.toString().isEmpty()
        && !relative.startsWith("..")
        && Files.exists(root.resolve(relative), LinkOption.NOFOLLOW_LINKS);
  }
}
