package io.github.spotbatch.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.FileImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class ImageBuilderTest {

  private static final RegistryHosts NO_LOGIN = RegistryHost::anonymous;

  @TempDir private Path folder;

  private FileImage image(Path files) {
    return ContainerImage.builder(BaseImage.empty())
        .workingDirectory("/app")
        .copy(files, "data")
        .putEnvironment("MODE", "fast")
        .command("run", "it")
        .build();
  }

  private String digest(FileImage image, String cache) {
    return new ImageBuilder(folder.resolve(cache), new RegistryClients())
        .build(Layouts.of(image), NO_LOGIN, ImageTar::digest);
  }

  @Nested
  class Digest {

    @Test
    void build_sameContentElsewhereAndLater_isTheSame() throws IOException {
      Path here = folder.resolve("here/in/one/place");
      Path there = folder.resolve("there");
      Layouts.write(here.resolve("a.txt"), "one");
      Layouts.write(here.resolve("sub/b.txt"), "two");
      Layouts.write(there.resolve("sub/b.txt"), "two");
      Path later = Layouts.write(there.resolve("a.txt"), "one");
      Files.setLastModifiedTime(later, FileTime.from(Instant.parse("2031-02-03T04:05:06Z")));

      assertThat(digest(image(here), "cache-1")).isEqualTo(digest(image(there), "cache-2"));
    }

    @Test
    void build_otherContent_isAnother() {
      Path first = Layouts.write(folder.resolve("1/a.txt"), "one").getParent();
      Path second = Layouts.write(folder.resolve("2/a.txt"), "eno").getParent();

      assertThat(digest(image(first), "cache")).isNotEqualTo(digest(image(second), "cache"));
    }

    @Test
    void build_contentChangedInPlaceAtTheSameTime_isAnother() throws IOException {
      Path file = Layouts.write(folder.resolve("1/a.txt"), "one");
      FileTime time = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
      Files.setLastModifiedTime(file, time);
      String before = digest(image(file.getParent()), "cache");
      Layouts.write(file, "two");
      Files.setLastModifiedTime(file, time);

      assertThat(digest(image(file.getParent()), "cache")).isNotEqualTo(before);
    }
  }

  @Test
  void build_anyImage_saysItsCommandItsLayersAndItsPlatform() {
    Path files = Layouts.write(folder.resolve("1/a.txt"), "one").getParent();
    FileImage arm =
        image(files).toBuilder().architecture(CpuArchitecture.ARM64).user("nobody").build();

    JsonNode configuration =
        new ImageBuilder(folder.resolve("cache"), new RegistryClients())
            .build(Layouts.of(arm), NO_LOGIN, ImageTar::configuration);
    JsonNode container = configuration.field("config").orElseThrow();

    assertThat(ImageIndex.text(configuration, "architecture")).hasValue("arm64");
    assertThat(ImageIndex.text(configuration, "created")).hasValue("1970-01-01T00:00:00Z");
    assertThat(ImageIndex.text(container, "WorkingDir")).hasValue("/app");
    assertThat(ImageIndex.text(container, "User")).hasValue("nobody");
    assertThat(texts(container, "Cmd")).containsExactly("run", "it");
    assertThat(texts(container, "Env")).containsExactly("MODE=fast");
    assertThat(container.field("Labels").flatMap(l -> ImageIndex.text(l, JibBuilder.LAYERS_LABEL)))
        .hasValue("1");
  }

  @Test
  void build_onABaseFromAFile_keepsItsLayersBelow() {
    Path base = baseTar(CpuArchitecture.X86_64);
    FileImage onTop =
        ContainerImage.builder(BaseImage.fromTar(base))
            .copy(Layouts.write(folder.resolve("top/b.txt"), "two"), "/top/")
            .command("run")
            .build();

    List<ImageTar.Blob> blobs =
        new ImageBuilder(folder.resolve("cache"), new RegistryClients())
            .build(Layouts.of(onTop), NO_LOGIN, tar -> tar.blobs(List.of("files")));

    assertThat(blobs)
        .extracting(ImageTar.Blob::name)
        .containsExactly("layer base 1 of 1", "layer files", "configuration");
  }

  @Nested
  class Refused {

    @Test
    void build_onABaseOfAnotherPlatform_saysBoth() {
      for (CpuArchitecture wanted : CpuArchitecture.values()) {
        CpuArchitecture other =
            wanted == CpuArchitecture.ARM64 ? CpuArchitecture.X86_64 : CpuArchitecture.ARM64;
        FileImage onTop =
            ContainerImage.builder(BaseImage.fromTar(baseTar(other)))
                .architecture(wanted)
                .copy(Layouts.write(folder.resolve("top/b.txt"), "two"), "/top/")
                .build();

        assertThatThrownBy(() -> digest(onTop, "cache"))
            .isInstanceOf(ImageException.class)
            .hasMessageContaining("linux/" + wanted.dockerName())
            .hasMessageContaining("choose another base, or environments of its architecture");
      }
    }

    @Test
    void build_onABaseThatIsNoFile_namesIt() {
      FileImage onTop =
          ContainerImage.builder(BaseImage.fromTar(folder.resolve("absent.tar")))
              .copy(Layouts.write(folder.resolve("top/b.txt"), "two"), "/top/")
              .build();

      assertThatThrownBy(() -> digest(onTop, "cache"))
          .isInstanceOf(ImageException.class)
          .hasMessage(
              "There is no base %s: check where the file is.", folder.resolve("absent.tar"));
    }

    @Test
    void build_onAFileThatIsNoImage_saysSo() throws IOException {
      Path tar =
          new ImageBuilder(folder.resolve("cache"), new RegistryClients())
              .build(
                  Layouts.of(image(Layouts.write(folder.resolve("1/a.txt"), "one").getParent())),
                  NO_LOGIN,
                  built -> Files.copy(built.file(), folder.resolve("layout.tar")));
      FileImage onTop =
          ContainerImage.builder(BaseImage.fromTar(tar))
              .copy(Layouts.write(folder.resolve("top/b.txt"), "two"), "/top/")
              .build();

      assertThatThrownBy(() -> digest(onTop, "cache"))
          .hasMessage(
              "The file %s is no image as docker save writes it: it has no manifest.json.", tar);
    }

    @Test
    void build_fileGoneSinceItWasRead_namesIt() throws IOException {
      Path file = Layouts.write(folder.resolve("1/a.txt"), "one");
      ImageLayout layout = Layouts.of(image(file.getParent()));
      Files.delete(file);

      assertThatThrownBy(
              () ->
                  new ImageBuilder(folder.resolve("cache"), new RegistryClients())
                      .build(layout, NO_LOGIN, ImageTar::digest))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("There is no file " + file);
    }

    @Test
    void build_cacheThatCannotBe_saysSo() {
      Path file = Layouts.write(folder.resolve("cache"), "in the way");

      assertThatThrownBy(
              () ->
                  digest(
                      image(Layouts.write(folder.resolve("1/a.txt"), "one").getParent()), "cache"))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining(file.toString());
    }

    @Test
    void explain_fullDisk_saysWhereToFreeSpace() {
      ImageLayout layout =
          Layouts.of(image(Layouts.write(folder.resolve("1/a.txt"), "one").getParent()));
      IOException full = new IOException("No space left on device");

      assertThat(BuildFailures.explain(layout, Path.of("/some/cache"), new IOException(full)))
          .hasMessageStartingWith("The disk is full")
          .hasMessageContaining("/some/cache")
          .hasMessageContaining("imageCache(..)");
    }
  }

  /** An image as docker save writes it. */
  private Path baseTar(CpuArchitecture architecture) {
    Path tar = folder.resolve(architecture + ".tar");
    Path content = Layouts.write(folder.resolve("base/etc/os"), "tiny");
    try {
      Jib.fromScratch()
          .setPlatforms(Set.of(new Platform(architecture.dockerName(), "linux")))
          .addLayer(List.of(content), "/etc")
          .containerize(
              Containerizer.to(TarImage.at(tar).named("base"))
                  .setBaseImageLayersCache(folder.resolve("cache-of-bases"))
                  .setApplicationLayersCache(folder.resolve("cache-of-bases")));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return tar;
  }

  private static List<String> texts(JsonNode object, String member) {
    return object.field(member).orElseThrow().asArray().stream().map(JsonNode::text).toList();
  }
}
