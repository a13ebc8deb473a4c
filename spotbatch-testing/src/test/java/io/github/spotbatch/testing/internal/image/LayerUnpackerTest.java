package io.github.spotbatch.testing.internal.image;

import static io.github.spotbatch.testing.internal.image.TestLayer.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class LayerUnpackerTest {

  @TempDir private Path temporary;

  private Path root;
  private Path outside;
  private TestImage image;

  @BeforeEach
  void folders() throws IOException {
    Path real = temporary.toRealPath();
    root = Files.createDirectory(real.resolve("root"));
    outside = Files.createDirectory(real.resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    image = new TestImage(Files.createDirectory(real.resolve("blobs")));
  }

  private void unpack() {
    unpack(UnpackLimit.usual());
  }

  private void unpack(UnpackLimit limit) {
    UnpackedImage unpacked = LayerUnpacker.unpack(image.source(), root, limit);
    assertThat(unpacked.root()).isEqualTo(root);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(place -> !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS))
          .map(place -> root.relativize(place).toString())
          .sorted()
          .toList();
    }
  }

  private void refused(String text) throws IOException {
    assertThatThrownBy(this::unpack).isInstanceOf(UnusableImage.class).hasMessageContaining(text);
    assertThat(outside.resolve("file")).hasContent("untouched");
    try (Stream<Path> there = Files.list(outside)) {
      assertThat(there).hasSize(1);
    }
  }

  @Nested
  class Layers {

    @ParameterizedTest
    @CsvSource({
      "application/vnd.docker.image.rootfs.diff.tar.gzip, true",
      "application/vnd.oci.image.layer.v1.tar+gzip, true",
      "application/vnd.docker.image.rootfs.diff.tar, false",
      "application/vnd.oci.image.layer.v1.tar, false",
    })
    void layer_ofAKnownMediaType_isUnpacked(String mediaType, boolean gzip) {
      TestLayer layer = layer().file("app/Main.class", "code");
      image.layer(mediaType, gzip ? layer.gzip() : layer.plain());

      unpack();

      assertThat(root.resolve("app/Main.class")).hasContent("code");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "application/vnd.oci.image.layer.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
        })
    void layer_ofAnotherMediaType_isRefusedByName(String mediaType) throws IOException {
      image.layer(mediaType, layer().plain());

      refused(mediaType);
    }

    @Test
    void layer_thatIsNoArchive_isRefused() throws IOException {
      image.layer("application/vnd.oci.image.layer.v1.tar+gzip", new byte[] {1, 2, 3});

      refused("layer layer-0 cannot be unpacked: ");
    }

    @Test
    void layer_cutOff_isRefused() throws IOException {
      byte[] whole = layer().file("a", "contents").plain();
      image.layer("application/vnd.oci.image.layer.v1.tar", Arrays.copyOf(whole, 516));

      refused("layer layer-0 cannot be unpacked: ");
    }

    @Test
    void layer_thatTheRegistryDoesNotHave_isRefused() throws IOException {
      image.lostLayer();

      refused("the registry does not have layer lost");
    }

    @Test
    void gzip_ofSeveralMembers_isReadToItsEnd() throws IOException {
      byte[] tar = layer().file("a", "1").file("b", "2").plain();
      image.layer("application/vnd.oci.image.layer.v1.tar+gzip", TestLayer.gzipInParts(tar, 700));

      unpack();

      assertThat(files()).containsExactly("a", "b");
    }

    @Test
    void image_withoutLabel_hasAllLayersUnpacked() throws IOException {
      image.layer(layer().file("a", "1")).layer(layer().file("b", "2"));

      unpack();

      assertThat(files()).containsExactly("a", "b");
    }

    @Test
    void image_withLabel_hasItsLastLayersUnpacked() throws IOException {
      image.lostLayer().layer(layer().file("b", "2")).layer(layer().file("c", "3"));
      image.addedLayers("2");

      unpack();

      assertThat(files()).containsExactly("b", "c");
    }

    @Test
    void image_whoseLabelIsZero_hasNothingUnpacked() throws IOException {
      image.lostLayer().addedLayers("0");

      unpack();

      assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "two", "", "99999999999"})
    void label_impossible_isRefused(String label) throws IOException {
      image.layer(layer()).addedLayers(label);

      refused("label io.github.spotbatch.layers is '" + label + "'");
    }

    @Test
    void image_ofAnotherOperatingSystem_isRefused() throws IOException {
      image.os("windows");

      refused("the image is for windows");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "no json            | the image's manifest cannot be read: it is no JSON",
          "[]                 | the image's manifest cannot be read: it is no JSON object",
          "{}                 | the image's manifest cannot be read: it names no configuration",
          "{\"manifests\":[]} | the image's manifest cannot be read: it names no configuration",
        })
    void manifest_unreadable_isRefused(String manifest, String text) {
      ImageSource source = new ImageSource("sha256:x", manifest, outside::resolve);

      assertThatThrownBy(() -> LayerUnpacker.unpack(source, root, UnpackLimit.usual()))
          .isInstanceOf(UnusableImage.class)
          .hasMessage(text);
    }

    @Test
    void digest_thatIsNone_isRefused() {
      ImageSource source =
          new ImageSource(
              "sha256:x",
              "{\"config\":{\"digest\":\"odd\"}}",
              digest -> {
                throw new IllegalArgumentException(digest);
              });

      assertThatThrownBy(() -> LayerUnpacker.unpack(source, root, UnpackLimit.usual()))
          .isInstanceOf(UnusableImage.class)
          .hasMessage("the image's manifest cannot be read: 'odd' is no digest");
    }

    @Test
    void configuration_unreadable_isRefused() {
      String manifest = "{\"config\":{\"digest\":\"file\"}}";
      ImageSource source = new ImageSource("sha256:x", manifest, outside::resolve);

      assertThatThrownBy(() -> LayerUnpacker.unpack(source, root, UnpackLimit.usual()))
          .isInstanceOf(UnusableImage.class)
          .hasMessage("the image's configuration cannot be read: it is no JSON");
    }
  }

  @Nested
  class Entries {

    @Test
    void entry_withoutItsFolders_getsThem() {
      image.layer(layer().file("./a/b/c", "1").file("/d/e", "2"));

      unpack();

      assertThat(root.resolve("a/b/c")).hasContent("1");
      assertThat(root.resolve("d/e")).hasContent("2");
    }

    @Test
    void modes_keepPermissionsAndDropSetuid() throws IOException {
      image.layer(layer().file("run", 04755, "#!").file("data", 0440, "x").directory("d"));

      unpack();

      assertThat(mode("run")).isEqualTo("rwxr-xr-x");
      assertThat(mode("data")).isEqualTo("rw-r-----");
      assertThat(mode("d")).isEqualTo("rwxr-xr-x");
      assertThat((int) Files.getAttribute(root.resolve("run"), "unix:mode") & 07000).isZero();
    }

    private String mode(String path) throws IOException {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    @Test
    void laterLayer_replacesFilesFoldersAndLinks() throws IOException {
      image.layer(
          layer()
              .file("file", "old")
              .file("folder/inner", "old")
              .file("target/kept", "old")
              .symlink("link", "target"));
      image.layer(
          layer()
              .file("file", "new")
              .file("folder", "now a file")
              .directory("link")
              .file("link/inner", "new"));

      unpack();

      assertThat(files()).containsExactly("file", "folder", "link/inner", "target/kept");
      assertThat(root.resolve("file")).hasContent("new");
    }

    @Test
    void laterLayer_mergesFolders() throws IOException {
      image.layer(layer().file("d/a", "1")).layer(layer().directory("d").file("d/b", "2"));

      unpack();

      assertThat(files()).containsExactly("d/a", "d/b");
    }

    @Test
    void entry_throughALinkInside_landsWhereItLeads() {
      image.layer(layer().directory("usr/lib").symlink("lib", "usr/lib"));
      image.layer(layer().file("lib/x.so", "code"));

      unpack();

      assertThat(root.resolve("usr/lib/x.so")).hasContent("code");
    }

    @Test
    void absoluteLink_leadsToTheImagesOwnPath() throws IOException {
      image.layer(
          layer()
              .file("opt/jdk-17/bin/java", "code")
              .symlink("usr/local/jdk", "/opt/jdk-17")
              .symlink("self", "/")
              .symlink("nowhere", "/no/such/file"));

      unpack();

      assertThat(root.resolve("usr/local/jdk/bin/java")).hasContent("code");
      assertThat(root.resolve("self").toRealPath()).isEqualTo(root);
      assertThat(Files.readSymbolicLink(root.resolve("nowhere")).isAbsolute()).isFalse();
    }

    @Test
    void hardLink_isACopy() throws IOException {
      image.layer(layer().file("bin/perl", 0755, "code").hardLink("bin/perl5", "bin/perl"));

      unpack();

      assertThat(root.resolve("bin/perl5")).hasContent("code").isExecutable();
      Files.writeString(root.resolve("bin/perl5"), "changed");
      assertThat(root.resolve("bin/perl")).hasContent("code");
    }
  }

  @Nested
  class Refused {

    @ParameterizedTest
    @ValueSource(strings = {"../outside/new", "a/../../outside/new", "/../outside/new", ".."})
    void path_thatLeavesTheFolder_isRefused(String path) throws IOException {
      image.layer(layer().file(path, "x"));

      refused("'" + path + "' leads out of the image");
    }

    @ParameterizedTest
    @CsvSource({
      "link, ../outside",
      "link, a/../../outside",
      "a/b/link, ../../../outside",
      "link, /../outside",
      "link, ..",
    })
    void symbolicLink_toTheOutside_isRefused(String path, String target) throws IOException {
      image.layer(layer().directory("a/b").symlink(path, target));

      refused("entry '" + path + "' of a layer is or follows a link to the outside");
    }

    @Test
    void symbolicLink_outsideThroughAnother_isRefused() throws IOException {
      // As texts, both stay inside.
      image.layer(
          layer()
              .symlink("a/b/up", "../..")
              .symlink("link", "a/b/up/../outside")
              .file("link/new", "x"));

      refused("entry 'link' of a layer is or follows a link to the outside");
    }

    @Test
    void symbolicLink_thatALaterOneTurnsOutside_isRefused() throws IOException {
      image
          .layer(layer().symlink("link", "a/b/up/../outside"))
          .layer(layer().symlink("a/b/up", "../.."));

      refused("entry 'link' of a layer is or follows a link to the outside");
    }

    @Test
    void file_throughALinkThatALaterOneTurnedOutside_isRefused() throws IOException {
      image.layer(
          layer()
              .symlink("link", "a/b/up/../outside")
              .symlink("a/b/up", "../..")
              .file("link/new", "x"));

      refused("entry 'link/new' of a layer is or follows a link to the outside");
    }

    @Test
    void file_overALink_replacesIt() throws IOException {
      Files.createSymbolicLink(root.resolve("link"), outside.resolve("file"));
      image.layer(layer().file("link", "new"));

      unpack();

      assertThat(root.resolve("link")).hasContent("new").isRegularFile();
      assertThat(outside.resolve("file")).hasContent("untouched");
    }

    @ParameterizedTest
    @CsvSource({
      "../outside/file, leads out of the image",
      "planted, link to the outside",
      "missing, needs what a link does not lead to",
      "folder, a hard link to what is no file",
    })
    void hardLink_toNoFileInside_isRefused(String target, String text) throws IOException {
      Files.createSymbolicLink(root.resolve("planted"), outside.resolve("file"));
      image.layer(layer().directory("folder").hardLink("link", target));

      refused(text);
    }

    @Test
    void file_throughALinkToNothing_isRefused() throws IOException {
      image.layer(layer().symlink("link", "later").file("link/x", "1"));

      refused("entry 'link/x' of a layer needs what a link does not lead to");
    }

    @Test
    void file_belowAFile_isRefused() throws IOException {
      image.layer(layer().file("a", "1").file("a/b", "2"));

      refused("entry 'a/b' of a layer is below what is no folder");
    }

    @ParameterizedTest
    @CsvSource({"51, a device", "52, a device", "54, a FIFO", "90, of an unknown kind"})
    void entry_thatIsNoFile_isRefused(byte type, String words) throws IOException {
      image.layer(layer().special("odd", type));

      refused("entry 'odd' of a layer is " + words);
    }

    @Test
    void bomb_ofBytes_isRefusedBeforeItFillsTheDisk() {
      image.layer(layer().file("a", 0644, new byte[600]).file("b", 0644, new byte[600]));

      assertThatThrownBy(() -> unpack(new UnpackLimit(1000, 10)))
          .isInstanceOf(UnusableImage.class)
          .hasMessage("the image's layers are larger than 1000 bytes once they are unpacked");
      assertThat(root.resolve("b")).isEmptyFile();
    }

    @Test
    void bomb_ofHardLinks_isRefused() {
      image.layer(layer().file("a", 0644, new byte[600]).hardLink("b", "a"));

      assertThatThrownBy(() -> unpack(new UnpackLimit(1000, 10)))
          .hasMessageContaining("larger than 1000 bytes");
    }

    @Test
    void bomb_ofEntries_isRefused() {
      image.layer(layer().directory("a").directory("b")).layer(layer().directory("c"));

      assertThatThrownBy(() -> unpack(new UnpackLimit(1000, 2)))
          .hasMessage("the image's layers have more than 2 entries");
    }
  }

  @Nested
  class Whiteouts {

    @Test
    void whiteout_hidesAFileOrFolderOfALayerBelow() throws IOException {
      image.layer(layer().file("a", "1").file("d/x/y", "2").file("d/z", "3"));
      image.layer(layer().file(".wh.a", "").file("d/.wh.x", "").file(".wh.never-was", ""));

      unpack();

      assertThat(files()).containsExactly("d/z");
      assertThat(root.resolve("d/x")).doesNotExist();
    }

    @Test
    void opaqueWhiteout_hidesAllOfTheFolderBelow() throws IOException {
      image.layer(layer().file("d/a", "1").file("d/sub/b", "2").file("e", "3"));
      image.layer(layer().file("d/new", "4").file("d/sub/new", "5").file("d/.wh..wh..opq", ""));

      unpack();

      assertThat(files()).containsExactly("d/new", "d/sub/new", "e");
    }

    @Test
    void whiteout_sparesWhatItsOwnLayerPutsThere() throws IOException {
      image.layer(layer().file("d/a", "old").file("d/b", "old"));
      image.layer(layer().file("d/a", "new").file(".wh.d", ""));

      unpack();

      assertThat(files()).containsExactly("d/a");
      assertThat(root.resolve("d/a")).hasContent("new");
    }

    @Test
    void whiteout_ofALink_leavesItsTarget() throws IOException {
      image.layer(layer().file("d/a", "1").symlink("link", "d"));
      image.layer(layer().file(".wh.link", ""));

      unpack();

      assertThat(files()).containsExactly("d/a");
    }

    @ParameterizedTest
    @CsvSource({
      "d/.wh..., '..' leads out of the image",
      "d/.wh.., entry '.wh..' of a layer hides nothing that has a name",
      "d/.wh., entry '.wh.' of a layer hides nothing that has a name",
    })
    void whiteout_ofNoName_isRefused(String path, String text) throws IOException {
      image.layer(layer().file("d/a", "1")).layer(layer().file(path, ""));

      refused(text);
    }

    @Test
    void whiteout_ofAufsItself_isLeftOut() throws IOException {
      image.layer(layer().file(".wh..wh.plnk", "").file("a", "1"));

      unpack();

      assertThat(files()).containsExactly("a");
    }
  }
}
