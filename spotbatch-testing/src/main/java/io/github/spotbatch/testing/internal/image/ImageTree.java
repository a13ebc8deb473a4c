package io.github.spotbatch.testing.internal.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that an image's layers are written into, one over the other, and nothing outside of
 * it. A link to an absolute path leads to that path of the image, and is rewritten so.
 */
final class ImageTree {

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /** What AUFS keeps for itself. */
  private static final String AUFS = ".wh..wh.";

  /** In the order of their bits. */
  private static final List<PosixFilePermission> PERMISSIONS =
      List.of(
          PosixFilePermission.OTHERS_EXECUTE,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_READ);

  private final Path root;
  private final UnpackLimit limit;
  private final Links links;

  /** By the layer under way, which whiteouts spare. */
  private final Set<Path> written = new HashSet<>();

  /**
   * An empty one.
   *
   * @param root is there, and its path holds no link
   */
  ImageTree(Path root, UnpackLimit limit) {
    this.root = root;
    this.limit = limit;
    this.links = new Links(root);
  }

  /** From here on, what is there is that of the layers below. */
  void beginLayer() {
    written.clear();
  }

  void add(LayerEntry entry) throws IOException {
    limit.addEntry();
    List<String> names = EntryPath.names(entry.path());
    if (names.isEmpty()) {
      return; // The root itself.
    }
    Path parent = parent(names);
    String name = names.get(names.size() - 1);
    if (name.equals(OPAQUE)) {
      clearLower(parent);
    } else if (name.startsWith(WHITEOUT)) {
      whiteOut(parent, name);
    } else {
      Path place = parent.resolve(name);
      put(entry, place);
      written.add(place);
    }
  }

  /**
   * Looks at all links again, for later entries may have changed where one leads.
   *
   * @throws UnusableImage if one leads outside
   */
  void checkLinks() throws IOException {
    try (Stream<Path> places = Files.walk(root)) {
      for (Path link : (Iterable<Path>) places.filter(Files::isSymbolicLink)::iterator) {
        links.refuseOutside(link, root.relativize(link).toString());
      }
    }
  }

  /** The folder of an entry, made where it is missing; links on the way lead where they may. */
  private Path parent(List<String> names) throws IOException {
    Path place = root;
    for (String name : names.subList(0, names.size() - 1)) {
      place = place.resolve(name);
      if (Files.isSymbolicLink(place)) {
        place = links.existing(place, String.join("/", names));
      } else if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(place);
        written.add(place);
      }
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        throw new UnusableImage(
            "entry '" + String.join("/", names) + "' of a layer is below what is no folder");
      }
    }
    return place;
  }

  private void put(LayerEntry entry, Path place) throws IOException {
    boolean folder = entry.kind() == LayerEntry.Kind.DIRECTORY;
    boolean there = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    if (there && !(folder && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS))) {
      Folders.delete(place);
    }
    switch (entry.kind()) {
      case DIRECTORY -> {
        Files.createDirectories(place);
        permit(place, entry.mode() | 0700);
      }
      case FILE -> {
        write(entry.contents(), place);
        permit(place, entry.mode() | 0600);
      }
      case SYMBOLIC_LINK -> links.create(place, entry);
      case HARD_LINK -> copyLinked(entry, place);
      default ->
          throw new UnusableImage(
              "entry '" + entry.path() + "' of a layer is " + entry.kind().words());
    }
  }

  /** A new file, so that no link is followed. */
  private void write(InputStream contents, Path place) throws IOException {
    try (OutputStream file = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
      byte[] buffer = new byte[1 << 16];
      int read = contents.read(buffer);
      while (read >= 0) {
        limit.addBytes(read);
        file.write(buffer, 0, read);
        read = contents.read(buffer);
      }
    }
  }

  /** Each name gets a file of its own: sharing one would need care at every later write. */
  private void copyLinked(LayerEntry entry, Path place) throws IOException {
    Path target = root;
    for (String name : EntryPath.names(entry.target())) {
      target = target.resolve(name);
    }
    Path linked = links.existing(target, entry.path());
    if (!Files.isRegularFile(linked, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableImage(
          "entry '" + entry.path() + "' of a layer is a hard link to what is no file");
    }
    limit.addBytes(Files.size(linked));
    Files.copy(linked, place, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** The owner's right to clear the folder stays; setuid, setgid and the sticky bit do not. */
  private static void permit(Path place, int mode) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(place, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return; // Such as on Windows, which asks the file's name whether it can be run.
    }
    Set<PosixFilePermission> permitted = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < PERMISSIONS.size(); bit++) {
      if ((mode & 1 << bit) != 0) {
        permitted.add(PERMISSIONS.get(bit));
      }
    }
    view.setPermissions(permitted);
  }

  private void whiteOut(Path parent, String name) throws IOException {
    if (name.startsWith(AUFS)) {
      return;
    }
    List<String> hidden = EntryPath.names(name.substring(WHITEOUT.length()));
    if (hidden.size() != 1) {
      throw new UnusableImage("entry '" + name + "' of a layer hides nothing that has a name");
    }
    removeLower(parent.resolve(hidden.get(0)));
  }

  private void clearLower(Path folder) throws IOException {
    for (Path child : children(folder)) {
      removeLower(child);
    }
  }

  /** Removes what the layers below have there, but nothing of the layer under way. */
  private void removeLower(Path place) throws IOException {
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      clearLower(place);
      if (!written.contains(place) && children(place).isEmpty()) {
        Files.delete(place);
      }
    } else if (!written.contains(place)) {
      Files.deleteIfExists(place);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }
}
