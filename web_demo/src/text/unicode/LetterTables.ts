// Made by tests/fixtures/scripts.py, which says how the table is written; not to be edited.
export const LETTERS = `
Adlm 2olc.1v 7 Aghb 1flc.1f Ahom 1j40.q 11.6 Arab 17k.v 1.9 z.1 1.2q 1 f.1 7.1 a.2 2 28.1b 6o.n 1.6 g.15 1bwm.2p x.a2
i.1r 2.1h 14.b 38.4 1.3q 345.5 h.l 1829.3 1.q 1.1 1 2 1.9 1.3 1 1 6 4 1 1 1.2 1.1 1 2 1 1 1 1 1.1 1 2.3 1.6 1.3 1.3 1
1.9 1.g 5.2 1.4 1.g Armi 1g74.l Armn 10x.11 1.1 6.14 2.1 1chy.4 Avst 1gqo.1h Bali 5c5.1a h.7 Bamu www.1x 1256.fs Bass
1zo0.t Batk 5hc.11 Beng 1vk 4.7 2.1 2.l 1.6 1 3.3 3 g d.1 1.2 e.1 a 1iic Berf 20f4.o 2.o Bhks 1k3k.8 1.10 h Bopo 9ol.16
34.v Brah 1hqb.1g 1l.1 2 Bugi 54w.m Buhd 4lc.h Cakm 1hxf.z t 2 Cans 3y9.h7 2.g fk.1x 1ewq.f Cari 1f34.1c Cham xkw.14 n.2
1.7 Cher 3vk.2d 2.5 twy.27 Chrs 1ho0.k Copt rm.d 80g.2s 6.3 3.1 Cpmn 1nyo.2o Cprt 1g5c.5 2 1.17 1.1 3 2 Cyrl sg.3l 8.4l
4ls.a 4g 24 r0n.1a g.u 1pxu.1p Deva 1s4.1h 3 i 7.9 f.e vhu.5 3 1.1 miz Diak 1ji8.6 2 2.7 1.1 1.n f 1 Dogr 1jb4.17 Dsrt
1fcw.27 Dupl 2fpc.2y 5.c 3.8 7.9 Egyp 1o1s.tr h.5 p.32y Elba 1fk0.13 Elym 1hpc.m Ethi 3k0.20 1.3 2.6 1 1.3 2.14 1.3 2.w
1.3 2.6 1 1.3 2.e 1.1k 1.3 2.1u 11.f 54g.m 9.6 1.6 1.6 1.6 1.6 1.6 1.6 1.6 opu.5 2.5 2.5 9.6 1.6 1qk1.6 1.3 1.1 1.e Gara
1h6y.r 9.m Geor 3a8.11 1 5 2.16 1.3 2a8.16 2.2 37k.11 1 5 Glag 8ow.2n Gong 1kdc.5 1.1 1.v e Gonm 1kao.6 1.1 1.11 l Goth
1f74.g 1.7 Gran 1ibp.7 2.1 2.l 1.6 1.1 1.4 3 i c.4 Grek og.3 2.1 2.3 1 6 1.2 1 1.j 1.1q e.5 1.8 4yu.4 1e.4 4.4 2c 8w.l
2.5 2.11 2.5 2.7 1 1 1 1.u 2.1g 1.6 1 3.2 1.6 3.3 2.5 4.c 5.2 1.6 89 rb2 1oy5.1 Gujr 22t.8 1.2 1.l 1.6 1.1 1.4 3 i f.1 n
Gukh 1xq8.t Guru 1z9.5 4.1 2.l 1.6 1.1 1.1 1.1 v.3 1 j.2 Hang 3cw.73 65t.2l no1.s hv.8mb c.m 4.1c 7tw.u 3.5 2.5 2.5 2.2
Hani 9hh 1h qs.533 1s.g73 hkw.a5 2.2x n49 e.1 sgc.wyn w.3dq 1.4gd 2.5rk f.h9 1wi.f1 15u.3t6 5.6jt Hano 4kg.h Hatr 1gbk.i
1.1 Hebr 15c.q 4.3 1cfe 1.9 1.c 1.4 1 1.1 1.1 1.9 Hira 9j5.2d 6.2 23q9.7y 3 e t.2 Hluw 1s00.g6 Hmng 1zpc.1b g.3 v.k 5.i
Hmnp 2n0g.18 a.6 g Hung 1h1c.1e d.1e Ital 1f5s.v d.2 Java xhg.1a Jurc 26m8.pd e.1e Kali xe2.r Kana 9lt.2h 2.2 6o.f
14km.9 1.18 ytu.3 1.6 1.1 1 7z.2 1.4 18 e.4 Kawi 1koy 1.c 1.x Khar 1gjk f.3 1.2 1.s Khmr 4n4.1f z 4 Khoj 1i4g.h 1.o j.1
Kits 260w.d6 10 Knda 2gw 4.7 1.2 1.m 1.9 1.4 3 u.2 1.1 f.1 Krai 205c.18 Kthi 1htv.18 Lana 55s.1g 2a Laoo 2v5.1 1 1.4 1.n
1 1.9 1.1 9 2.4 1 l.3 Latn 1t.p 6.p 1b f 5.m 1.u 1.cg 13.4 55n.11 6.1c 5.3 5.c 1.1x 1t.73 a9 d g.f 3u.1 6 r 1g.1 257.v
o82.2t 3.2a 4 e.e mo.16 1.8 1.3 2.1 fpu.6 t6.p 6.p 1lx.5 1.15 1.d 16io.3l e.6 1i.11 2.a Lepc 5j4.z 15.2 Limb 4xs.u Lina
1fr4.8m 9.l a.7 Linb 1ekg.b 1.p 1.i 1.1 1.e 2.d y.3e Lisu wk0.19 o8i Lyci 1f28.s Lydi 1gdc.p Mahj 1hzk.y 3 Maka 1ko0.i
Mand 1mo.o Mani 1gow.7 1.r Marc 1k6q.t Medf 20cg.1r Mend 2oe8.5g Merc 1ggw.n 6.1 Mero 1gg0.v Miao 20hs.22 5 1u.c Mlym
2kk.8 1.2 1.14 2 g 5.2 8.2 o.5 Modi 1iww.1b k Mong 4rk.2g 7.4 2.x 1 Mroo 1zk0.u Mtei xr4.a 7.2 5n.y Mult 1i80.6 1 1.3
1.e 1.9 Mymr 35s.16 k g.5 4.3 3 3.1 7.2 4.c c ua9.4 1.9 a.4 2p.m 3 3.1 Nagm 2nrk.r Nand 1jmo.7 2.12 g 1 Narb 1gn4.s Nbat
1g8w.u Newa 1iio.1g i.3 k.2 Nkoo 1je.w 9.1 4 Nshu 20o1 cy6.az Ogam 4g1.p Olck 5lm.z Onao 2nyo.t 2 Orkh 1gxs.20 Orya
26d.7 2.1 2.l 1.6 1.1 1.4 3 u.1 1.2 f Osge 1fhs.z 4.z Osma 1fgg.t Ougr 1hm8.h Palm 1g80.m Pauc 1juo.1k Perm 1f80.11 Phag
x8g.1f Phli 1gtc.i Phlp 1gu8.h Phnx 1gcg.l Prti 1gsg.l Rjng xf4.m Rohg 1h4w.z Runr 4gw.22 6.7 Samr 1kw.l 4 9 3 Sarb
1gm8.s Saur xaa.1d Seal 5csg.8qn Shaw 1ff4.1b Shrd 1i0z.1b e.3 l 1 Sidd 1itc.1a 15.3 Sidt 1ge8.p Sind 1i9c.1a Sinh 2o5.h
3.n 1.8 1 2.6 Sogd 1hkg.l Sogo 1hj4.s a Sora 1hw0.o Soyo 1jrk b.19 j Sund 5fn.t d.1 a.5 Sunu 1k1s.w Sylo x6o.1 1.2 1.3
1.m Syrc 1e8 1.t t.2 7k.a Tagb 4m8.c 1.2 Takr 1j0g.16 d Tale 500.t 2.4 Talu 51c.17 4.p Taml 29v 1.5 3.2 1.3 3.1 1 1.1
3.1 3.2 3.b m Tang 20o0 v.5bz e8.w 2n.36 Tavt xog.1b 1 3.1 2.4 2 1 o.2 Tayo 2o5c.u 1.2 1.1 1.6 2.4 9.1 Telu 2dh.7 1.2
1.m 1.f 3 q.2 1.1 2.1 Tfng 8xc.1j 7 Tglg 4jk.h d Thaa 1hc.11 b Thai 2rl.1b 1.1 c.6 Tibt 2yo 1r.7 1.z r.4 Tirh 1im8.1b
k.1 1 Tnsa 1zlc.26 Todr 1fpc.1f Tols 1kfk.17 Toto 2nbk.t Tutg 1if4.9 1 2 1.11 1 p 1 Ugar 1f9c.t Vaii wlc.7g 3.f a.1 Vith
1fn4.a 1.e 1.6 1.1 1.a 1.e 1.6 1.1 Wara 1jfk.1r v Wcho 2ncw.17 Xpeo 1fa8.z 4.7 Xsux 1kw0.pl 6e.5f Yezi 1hfk.15 6.1 Yiii
vls.wc Zanb 1jpc a.13 7
`;
