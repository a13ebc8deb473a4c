package io.github.spotbatch.testing.internal.batch;

import java.util.Set;

/**
 * Instance families that Batch offers and the fake has no data of. Batch would take them, so they
 * are not refused in its words.
 */
final class AbsentFamilies {

  private static final Set<String> NAMES =
      Set.of(
          ("a1 c3 c4 c5ad c5d c5n c6gd c6gn c6id c6in c7gd c7gn c8g d2 d3 d3en dl1 f1 g3 g3s g4ad"
                  + " g5g g6 g6e gr6 h1 hpc6a hpc6id hpc7a hpc7g i2 i3 i3en i4g i4i im4gn inf1 inf2"
                  + " is4gen m3 m4 m5ad m5d m5dn m5n m5zn m6gd m6id m6idn m6in m7gd m8g p2 p3 p3dn"
                  + " p4d p4de p5 p5e r3 r4 r5ad r5b r5d r5dn r5n r6gd r6id r6idn r6in r7gd r7iz r8g"
                  + " trn1 trn1n trn2 vt1 x1 x1e x2gd x2idn x2iedn x2iezn z1d")
              .split(" "));

  private AbsentFamilies() {}

  /** Of a family, or of a type in it. */
  static boolean contain(String name) {
    int dot = name.indexOf('.');
    return NAMES.contains(dot < 0 ? name : name.substring(0, dot));
  }
}
